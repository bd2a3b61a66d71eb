print("Nothing is tangled yet.")
