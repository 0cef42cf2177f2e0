"""What every part of the house uses: no opinions, and it imports nothing of ours."""
