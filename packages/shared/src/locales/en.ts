import { enFindings } from './en-findings.ts'
import { enScreens } from './en-screens.ts'

/**
 * The message catalogue in English: every text that people without an account can see, by namespace and id, in ICU
 * MessageFormat. The other languages have the same ids and arguments. `<name>` tags are set by the screens.
 */
export const en = {
  ...enScreens,
  findings: enFindings,

  consentWindow: {
    didYouStart: 'Did you start this connection?',
    didYouStartText:
      'Continue only if you chose to connect an account on a page a moment ago. If you followed a link in a message or a comment, close this window: its author would get access to your account.',
    elsewhere: 'This window can’t continue',
    elsewhereText:
      'It must be opened on the page on which you chose to connect. Go back to that page and connect again. If you received this address in a message, close this window: its sender would get access to your account.',
    ended: 'The connection has ended',
    endedText:
      'This address was used before, or too late. Go back to the page that you came from, and connect again. You can close this window.',
    delivered: 'You can close this window',
    deliveredText: 'Stepkey continues on the page that you came from. If that page is closed, connect again.',
    notCompleted: 'The connection was not completed',
    notCompletedText:
      'It was not begun in this browser, or it has ended. Go back to the page that you came from, and connect again. You can close this window.',
    connectAccount: 'Connect your account',
    connectAccountLead: 'Stepkey verifies the access and stores it encrypted.',
    closePage: 'You can close this page.',
    connectMore: 'To connect more, open the link that you received again.',
  },

  link: {
    title: 'Connect {component} for “{workspace}”',
    titleAgain: 'Connect {component} again for “{workspace}”',
    titleAny: 'Connect an application for “{workspace}”',
    lead: 'Stepkey verifies what you enter and stores it encrypted. The members of this workspace can use it in their flows, and their flow engines receive its secrets.',
    onlyIfExpected: 'Only continue if you expected this link, and close this page otherwise.',
    connected: 'Connected',
    storedFor: 'Stepkey stores it encrypted for the workspace “{workspace}”. You can close this page.',
    nothingStored: 'Nothing was stored',
    discarded: 'Your input was discarded.',
    validUntil: 'The link is valid until <day></day>.',
    backToStart: 'Back to the start',
    continueHere: 'Continue',
    invalid: 'This link is no longer valid',
    missing: 'Open the link that you received',
    invalidLead: 'It has expired, or its sender has ended it.',
    missingLead: 'The link lets you connect an application for its sender.',
    invalidText: 'Ask the sender for a new link. What you saved before is still stored.',
    missingText:
      'Open the complete link, including everything after the #. If it is complete, ask the sender for a new one.',
  },

  request: {
    title: '{requester} requests a credential for {component}',
    aUser: 'A Stepkey user',
    lead: 'Stepkey verifies it and stores it encrypted as “{name}”. The members of the workspace “{workspace}” can use it in their flows, and their flow engines receive its secrets.',
    address: 'The requester’s address is {address}. Stepkey has not verified it.',
    byProgram: 'A program created this request.',
    onlyIfExpected: 'Only continue if you expected this request, and close this page otherwise.',
    stored: 'Credential stored',
    storedLead: 'Stepkey stores it encrypted for the workspace “{workspace}”.',
    storedText:
      '<bdi>{requester}</bdi> can now use “<bdi>{name}</bdi>”. The link no longer works. You can close this page.',
    invalidLead: 'It was already used, was revoked, or has expired.',
    missingLead: 'The link lets you provide a credential that was requested from you.',
    invalidText: 'Ask the sender for a new link. Nothing was stored.',
  },

  requestMail: {
    subject: 'A credential for {component} is requested from you',
    intro:
      '{sender} asks you for a credential for {component}. Stepkey verifies it and stores it encrypted. The members of the workspace “{workspace}” can use it in their flows, and their flow engines receive its secrets. Stepkey has not verified who the sender is.',
    formerMember: 'A former member',
    openLink: 'To enter the credential, open this link:',
    validity:
      'The link can be used once, until {time}. You need no account. If you don’t know the sender, ignore this mail.',
  },
} as const
