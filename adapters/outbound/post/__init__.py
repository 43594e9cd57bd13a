"""Sending notices: by mail, by GOV.UK Notify, or into a folder; see docs/people.md."""

from adapters.outbound.post.choosing import post_by
from adapters.outbound.post.letters import letter_id
from adapters.outbound.post.notify import NotifyNotices, NotifyService
from adapters.outbound.post.smtp import MailServer, SmtpNotices

__all__ = ["MailServer", "NotifyNotices", "NotifyService", "SmtpNotices", "letter_id", "post_by"]
