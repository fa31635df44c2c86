import { expect, it } from 'vitest'
import { forgetInvitation, keptInvitation, takeInvitation } from './invitation.ts'

it('keeps the secret of an invitation link until it is forgotten, and reports that the URL held one', () => {
  expect(takeInvitation({ hash: 'invitation=first' })).toBe(true)
  expect(takeInvitation({ hash: '' })).toBe(false)
  expect(keptInvitation()).toBe('first')
  expect(takeInvitation({ hash: 'invitation=second' })).toBe(true)
  expect(keptInvitation()).toBe('second')
  forgetInvitation()
  expect(keptInvitation()).toBeUndefined()
})

it.each(['main', 'invitation', 'invitation='])('finds no secret in #%s', (hash) => {
  expect(takeInvitation({ hash })).toBe(false)
  expect(keptInvitation()).toBeUndefined()
})
