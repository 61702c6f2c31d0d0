"""What leaves the app for people's own programs: calendar files now, mail and webhooks later."""
