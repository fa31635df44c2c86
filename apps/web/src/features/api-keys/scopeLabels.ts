import type { Scope } from '@stepkey/shared/access'
import { formatList } from '../../ui/time/format.ts'

/** The labels of the scopes, in the order of how much they allow. */
export const scopeLabels: Record<Scope, { title: string; short: string; sentence: string }> = {
  read: {
    title: 'Read',
    short: 'read',
    sentence: 'See credentials without their secrets, flows and components.',
  },
  verify: {
    title: 'Verify',
    short: 'verify',
    sentence: 'Verify credentials at their provider, stored or not.',
  },
  write: {
    title: 'Write credentials',
    short: 'write credentials',
    sentence: 'Create, change and delete credentials.',
  },
  flows: {
    title: 'Write flows',
    short: 'write flows',
    sentence: 'Create, change, activate, deactivate and delete flows.',
  },
  audit: {
    title: 'Read the audit log',
    short: 'read the audit log',
    sentence: 'Read, verify and export the audit log.',
  },
  connect: {
    title: 'Create connect tokens',
    short: 'create connect tokens',
    sentence:
      'Let a user choose or create one credential in an embedded picker. Only your own server needs this.',
  },
  components: {
    title: 'Write components',
    short: 'write components',
    sentence: 'Create, try and publish components of the workspace, which determine where secrets are sent.',
  },
  issue: {
    title: 'Issue credentials',
    short: 'issue credentials',
    sentence:
      'Get the credential of a step in an active flow, including its secrets. Only flow engines need this.',
  },
}

/** All scopes, in the order of the labels. */
export const SCOPES = Object.keys(scopeLabels) as Scope[]

/** Returns “May read, verify and write flows”. */
export const describeScopes = (scopes: readonly Scope[]) =>
  `May ${formatList(SCOPES.filter((scope) => scopes.includes(scope)).map((scope) => scopeLabels[scope].short))}`
