import { laterTime } from '../../platform/database/database-time.ts'
import { CLOCK_SKEW, DAY, isoAfter } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { shortenDeletedCredentials } from './deleted-credential-table.ts'
import { shortenPreviousValues } from './value-table.ts'

/**
 * Corrects the times at which deleted credentials and previous values are erased, if they are later than the configured
 * days explain: a clock that ran ahead and was corrected stored them, or the operator has lowered the days since then.
 */
export async function correctEraseTimes(
  deps: Pick<Deps, 'db' | 'clock' | 'databaseClock' | 'config'>,
): Promise<void> {
  const { db, config } = deps
  const now = await laterTime(deps)
  const latest = (days: number) => isoAfter(now, days * DAY)
  const tolerated = (days: number) => isoAfter(now, days * DAY + CLOCK_SKEW)
  const { deletedCredentialDays, previousValueDays } = config
  await shortenDeletedCredentials(db, {
    after: tolerated(deletedCredentialDays),
    to: latest(deletedCredentialDays),
  })
  await shortenPreviousValues(db, { after: tolerated(previousValueDays), to: latest(previousValueDays) })
}
