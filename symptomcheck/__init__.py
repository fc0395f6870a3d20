"""symptomcheck: the post-infusion symptom check-in tool. Seven rooms; docs/house.md is the map."""
