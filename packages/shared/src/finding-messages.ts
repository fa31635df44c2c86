import { type CatalogueTranslator, english } from './locales.ts'
import type { Finding } from './verification.ts'

/** The message that explains a finding, and the advice on what to do next, if there is any. */
export interface FindingText {
  message: string
  advice?: string
}

/** The ids of findings have the same arguments, so one of them stands for all. */
type FindingId = 'rejected.other'

/** Returns the message that explains a finding, and the advice on what to do next, if there is any. */
export function describeFinding(finding: Finding, t: CatalogueTranslator = english): FindingText {
  const { outcome, identity = '', untestable = '', httpStatus } = finding
  const id = `${outcome}.${reasonId(finding, t)}` as FindingId
  const values = {
    target: finding.target ?? t('findings.theTarget'),
    status: httpStatus ? ` (${httpStatus})` : '',
    identity,
    untestable,
  }
  return {
    message: t(`findings.${id}.message`, values),
    ...(t.has(`findings.${id}.advice`) && { advice: t(`findings.${id}.advice`) }),
  }
}

function reasonId({ outcome, reason, identity, untestable }: Finding, t: CatalogueTranslator): string {
  if (outcome === 'verified' && identity) return 'identified'
  if (outcome === 'untestable' && untestable) return 'explained'
  return reason && t.has(`findings.${outcome}.${reason}.message` as 'findings.rejected.other.message')
    ? reason
    : 'other'
}
