"""Outbound traffic to Discord: announcements, direct messages, threads, scheduled events."""
