"""`python -m symptomcheck` is the command `symptomcheck`."""

from symptomcheck.cli import main

if __name__ == "__main__":
    main()
