import type { ChatFormat, ChatProblem, NoticeDelivery, NoticeKind } from '@stepkey/shared/notice'

/** The labels of what users and channels are told of, the most urgent first. */
export const kindLabels: Record<NoticeKind, { title: string; description: string }> = {
  failing: { title: 'A credential fails', description: 'The provider rejects it.' },
  reconnect: {
    title: 'A credential must be connected again',
    description: 'Its access was revoked, or it expired.',
  },
  flow_blocked: {
    title: 'An active flow is blocked',
    description: 'One of its steps can’t get its credential, because it fails or is frozen.',
  },
  not_revoked: {
    title: 'A revocation failed',
    description: 'Stepkey gave up, and the old key or access may still work at the provider.',
  },
  expiring: {
    title: 'A credential expires soon',
    description: '30, 7 and 1 days before, if Stepkey can’t refresh it.',
  },
  recovered: { title: 'A credential works again', description: 'It was verified after a failure.' },
}

/** All kinds, in the order of the labels. */
export const KINDS = Object.keys(kindLabels) as NoticeKind[]

/** Returns “Everything”, “3 of 5 kinds”, or the title of a single kind. */
export function describeKinds(kinds: readonly NoticeKind[]): string {
  if (KINDS.every((kind) => kinds.includes(kind))) return 'Everything'
  const [only] = kinds
  return kinds.length === 1 && only ? kindLabels[only].title : `${kinds.length} of ${KINDS.length} kinds`
}

const MINUTE = 60

/** Returns the labels of the ways of delivery. @param delaySeconds how long a message waits for further events */
export function deliveryLabelsOf(
  delaySeconds: number,
): Record<NoticeDelivery, { title: string; description: string }> {
  const unit = delaySeconds % MINUTE === 0 ? 'minute' : 'second'
  const count = unit === 'minute' ? delaySeconds / MINUTE : delaySeconds
  const wait = `${count} ${unit}${count === 1 ? '' : 's'}`
  return {
    at_once: {
      title: 'At once',
      description:
        delaySeconds === 0
          ? 'One message per provider.'
          : `One message per provider, ${wait} after its first event. A recovery in time cancels it.`,
    },
    daily: { title: 'Once a day', description: 'One message at 08:00 UTC, if something happened.' },
    off: { title: 'Off', description: 'No messages.' },
  }
}

/** The chats, with where their URL comes from. */
export const formatLabels: Record<ChatFormat, { title: string; help: string }> = {
  slack: {
    title: 'Slack',
    help: 'In Slack, create an app with an incoming webhook for the channel, and copy its URL.',
  },
  teams: {
    title: 'Teams',
    help: 'In Teams, add the workflow “Send webhook alerts to a channel”, and copy its URL.',
  },
  mattermost: {
    title: 'Mattermost',
    help: 'In Mattermost, create an incoming webhook for the channel, and copy its URL.',
  },
}

const problems: Record<ChatProblem, string> = {
  status: 'the chat answered with an error',
  redirect: 'the URL redirects elsewhere',
  gone: 'the chat answered that this webhook does not exist',
  private_address: 'the address is in a private network that the operator does not allow',
  name_not_found: 'there is no such host',
  unreachable: 'the host does not accept connections',
  timeout: 'the chat did not answer in time',
  tls: 'no secure connection was possible',
  too_large: 'the answer was too large',
  unexpected: 'the answer was not understood',
}

/** Returns why a message was not accepted, as the second half of a sentence. */
export const describeProblem = (problem: ChatProblem, httpStatus: number | null): string =>
  httpStatus === null ? problems[problem] : `${problems[problem]} (${httpStatus})`
