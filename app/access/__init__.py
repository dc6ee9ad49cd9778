"""Who is asking and what they may do: passwords, logins, tokens, single sign-on, over the stores."""
