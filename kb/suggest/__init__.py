"""From a ticket to an answer: device, what was seen and tried, ranked causes, the next question, a cited reply. No language model."""
