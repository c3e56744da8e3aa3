"""An attacker who puts together what people can see, and tries to learn who cast which ballot."""
