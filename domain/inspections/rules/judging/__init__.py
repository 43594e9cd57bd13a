"""From proposed judgements to decided ratings."""
