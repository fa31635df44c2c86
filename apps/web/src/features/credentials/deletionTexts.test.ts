import { describe, expect, it } from 'vitest'
import {
  describeDeletion,
  describeDeletions,
  describeRefusedRestoration,
  isKeptAfterDeletion,
} from './deletionTexts.ts'

const github = { title: 'GitHub', category: 'development' } as const
const plain = { grant: null, status: 'verified' } as const
const grant = { scopes: null, endsAt: null, oauthAppId: null, refreshFailure: null }

describe('what a deletion says', () => {
  it('names the number of days that the server keeps the credential', () => {
    expect(describeDeletion(github, plain, 7)).toBe('You can restore it for 7 days in Recently deleted.')
    expect(describeDeletion(github, plain, 1)).toMatch(/for 1 day in/)
  })

  it('says that nothing is kept if the operator turned that off', () => {
    expect(describeDeletion(github, plain, 0)).toBe('Its values can’t be restored.')
  })

  it('says nothing until the server has answered', () => {
    expect(describeDeletion(github, plain, undefined)).toBeUndefined()
    expect(isKeptAfterDeletion(plain, undefined)).toBe(false)
  })

  it('says that connected credentials can’t come back', () => {
    expect(describeDeletion(github, { grant, status: 'verified' }, 7)).toBe(
      'This can’t be undone: its access at GitHub ends.',
    )
    expect(describeDeletion(github, { grant, status: 'reconnect' }, 7)).toBe('This can’t be undone.')
    expect(isKeptAfterDeletion({ grant }, 7)).toBe(false)
    expect(isKeptAfterDeletion(plain, 7)).toBe(true)
  })
})

describe('what a deletion of several credentials says', () => {
  it.each([
    ['all are kept', [plain, plain], 7, 'You can restore them for 7 days in Recently deleted.'],
    [
      'some are connected',
      [plain, { grant }],
      7,
      'You can restore them for 7 days in Recently deleted, except connected ones, whose access ends.',
    ],
    ['all are connected', [{ grant }], 7, 'Their values can’t be restored.'],
    ['nothing is kept', [plain], 0, 'Their values can’t be restored.'],
    ['the server has not answered', [plain], undefined, ''],
  ])('if %s', (_, credentials, keptDays, text) => {
    expect(describeDeletions(credentials, keptDays)).toBe(text)
  })
})

describe('what a refused restoration says', () => {
  it.each([
    ['rejected', 'It was rejected. Create a new credential instead.'],
    ['unreachable', 'It was rejected. Try again in Recently deleted.'],
  ] as const)('after the outcome %s', (outcome, text) => {
    expect(describeRefusedRestoration({ outcome, message: 'It was rejected.' })).toBe(text)
  })
})
