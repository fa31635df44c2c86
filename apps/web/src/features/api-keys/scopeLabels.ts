import type { Scope } from '@stepkey/shared/access'

/** What each scope allows, in the words of the screen and in the order of how far it reaches. */
export const scopeLabels: Record<Scope, { title: string; short: string; sentence: string }> = {
  read: {
    title: 'Read',
    short: 'read',
    sentence: 'See credentials without their secrets, flows and components.',
  },
  verify: {
    title: 'Verify',
    short: 'verify',
    sentence: 'Have a credential tried out at its application, stored or not.',
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
    title: 'Read the audit trail',
    short: 'read the audit trail',
    sentence: 'Read, check and take away the record of who did what, for example to collect it elsewhere.',
  },
  connect: {
    title: 'Make connect tokens',
    short: 'make connect tokens',
    sentence:
      'Let somebody choose or create one credential in the picker that you embed. Only its server needs this.',
  },
  issue: {
    title: 'Issue credentials',
    short: 'issue credentials',
    sentence:
      'Get the credential of a step of an active flow, secrets included. Only a flow engine needs this.',
  },
}

export const SCOPES = Object.keys(scopeLabels) as Scope[]

const and = new Intl.ListFormat('en-GB')

/** “May read, verify and write flows”. */
export const describeScopes = (scopes: readonly Scope[]) =>
  `May ${and.format(SCOPES.filter((scope) => scopes.includes(scope)).map((scope) => scopeLabels[scope].short))}`
