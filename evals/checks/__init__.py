"""What is looked at when a job has ended. A check gives the problem in a sentence, or an empty text."""
