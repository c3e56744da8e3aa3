"""What disks and clocks do to the bot, done to it on purpose."""
