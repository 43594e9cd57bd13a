"""The provider's answer to the recommendations, and its follow-up."""
