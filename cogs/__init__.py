"""The Discord side of the bot: commands and screens that call services and show the results."""
