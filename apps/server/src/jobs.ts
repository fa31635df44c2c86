import { endExpiredSessions } from './domains/accounts/sessions.ts'
import { deleteOldSignInFailures } from './domains/accounts/sign-in-throttle.ts'
import { deleteExpiredLogs } from './domains/audit/deleted-organizations.ts'
import { storeAuditHeads } from './domains/audit/store-heads.ts'
import { sweepConnectSessions } from './domains/connect/connect-session.ts'
import type { Deps } from './domains/context.ts'
import { deleteEndedCredentialRequests } from './domains/credential-requests/credential-requests.ts'
import { correctEraseTimes } from './domains/credentials/correct-erase-times.ts'
import { eraseDueCredentials } from './domains/credentials/deleted-credentials.ts'
import { eraseOldValues } from './domains/credentials/erase-values.ts'
import { emitExpiryEvents } from './domains/credentials/expiry-events.ts'
import {
  correctRevocations,
  REVOCATION_JOB,
  retryDueRevocations,
} from './domains/credentials/revoke-access.ts'
import { refreshDueTokens } from './domains/credentials/scheduled-refresh.ts'
import { forgetExpiredKeys } from './domains/idempotency/idempotency-key.ts'
import { composeDueMessages, MESSAGE_JOB } from './domains/notices/compose-messages.ts'
import { deleteOldNotices } from './domains/notices/delete-old-notices.ts'
import { sendDueMessages } from './domains/notices/send-messages.ts'
import { correctNoticeTimes } from './domains/notices/settle-message.ts'
import { sweepConsents } from './domains/oauth/consent-record.ts'
import {
  correctVerificationTimes,
  verifyDueCredentials,
} from './domains/scheduled-verification/scheduled-verification.ts'
import { deleteOldOwnerIssues } from './domains/usage/owner-issues.ts'
import { deliverDueEvents } from './domains/webhooks/deliver-events.ts'
import { deleteOldEvents } from './domains/webhooks/deliveries.ts'
import { DELIVERY_JOB } from './domains/webhooks/outbox.ts'
import { correctNextAttempts } from './domains/webhooks/retry-policy.ts'
import { earlierTime } from './platform/database/database-time.ts'
import { HOUR, MINUTE, SECOND } from './platform/time.ts'

/** A scheduled job. Several processes may run it at the same time. */
export interface Job {
  /** The name in the log. */
  name: string
  /** The time from the end of one run to the start of the next one, in milliseconds. */
  interval: number
  /** @param isStopping returns true when the process is stopping; a long run then ends early */
  run(deps: Deps, isStopping: () => boolean): Promise<unknown>
}

/**
 * Returns the work of a job that deletes by time, with the earlier time of the process's and the database's clock: in a
 * process whose clock runs ahead, it would delete what others still need.
 */
const byEarlierTime =
  (work: Job['run']): Job['run'] =>
  async (deps, isStopping) => {
    const now = await earlierTime(deps)
    return await work({ ...deps, clock: () => now }, isStopping)
  }

/** All scheduled jobs. Each has its own timer, so a job that fails or takes long does not delay others. */
export const jobs: readonly Job[] = [
  { name: 'token refresh', interval: 30 * SECOND, run: refreshDueTokens },
  { name: DELIVERY_JOB, interval: 5 * SECOND, run: deliverDueEvents },
  { name: 'notices', interval: 5 * SECOND, run: composeDueMessages },
  { name: MESSAGE_JOB, interval: 5 * SECOND, run: sendDueMessages },
  { name: 'old notices', interval: HOUR, run: byEarlierTime(deleteOldNotices) },
  {
    name: 'scheduled verification',
    interval: MINUTE,
    run: verifyDueCredentials,
  },
  {
    name: 'times of a corrected clock',
    interval: MINUTE,
    run: (deps) =>
      Promise.all([
        correctNextAttempts(deps),
        correctVerificationTimes(deps),
        correctNoticeTimes(deps),
        correctEraseTimes(deps),
        correctRevocations(deps),
      ]),
  },
  { name: 'expiry events', interval: HOUR, run: emitExpiryEvents },
  { name: 'audit heads', interval: MINUTE, run: storeAuditHeads },
  { name: 'old logs of deleted organizations', interval: HOUR, run: byEarlierTime(deleteExpiredLogs) },
  {
    name: 'old values of credentials',
    interval: HOUR,
    run: (deps, isStopping) => eraseOldValues(deps, isStopping),
  },
  {
    name: 'deleted credentials',
    interval: HOUR,
    run: (deps, isStopping) => eraseDueCredentials(deps, isStopping),
  },
  { name: REVOCATION_JOB, interval: 5 * SECOND, run: retryDueRevocations },
  { name: 'expired consents', interval: MINUTE, run: byEarlierTime(sweepConsents) },
  { name: 'expired connect sessions', interval: MINUTE, run: byEarlierTime(sweepConnectSessions) },
  { name: 'ended credential requests', interval: MINUTE, run: byEarlierTime(deleteEndedCredentialRequests) },
  { name: 'old issues to owners', interval: HOUR, run: byEarlierTime(deleteOldOwnerIssues) },
  {
    name: 'expired sessions',
    interval: HOUR,
    run: byEarlierTime(({ db, clock }) => endExpiredSessions(db, clock())),
  },
  {
    name: 'old sign-in failures',
    interval: HOUR,
    run: byEarlierTime(({ db, clock }) => deleteOldSignInFailures(db, clock())),
  },
  {
    name: 'expired idempotency keys',
    interval: HOUR,
    run: byEarlierTime(({ db, clock }) => forgetExpiredKeys(db, clock())),
  },
  {
    name: 'old webhook events',
    interval: HOUR,
    run: byEarlierTime(({ db, clock }, isStopping) => deleteOldEvents(db, clock(), isStopping)),
  },
]

/** Starts the jobs. `background.finish()` stops them. */
export function startJobs(deps: Deps, scheduled: readonly Job[] = jobs): void {
  for (const { name, interval, run } of scheduled) {
    deps.background.every(name, interval, async (isStopping) => {
      await run(deps, isStopping)
    })
  }
}
