import { REVOCATION_DAYS } from '@stepkey/shared/revocation'
import { expect, it } from 'vitest'
import { describeRevocation } from './providerName.ts'

const github = { title: 'GitHub', category: 'development' }

it('describes the result of a revocation and what the user has to do', () => {
  expect(describeRevocation(github, 'revoked')).toEqual({
    isDone: true,
    message: 'GitHub revoked the access.',
  })
  expect(describeRevocation(github, 'not_offered').message).toBe(
    'Stepkey can’t revoke the access. Remove Stepkey in your account at GitHub.',
  )
  expect(describeRevocation(github, 'shared').message).toMatch(
    /^The access was not revoked at GitHub, .* same account use it\.$/,
  )
  expect(describeRevocation(github, 'failed')).toMatchObject({ isDone: false })
})

it('calls the owner of a generic API “the provider”', () => {
  const generic = { title: 'OAuth 2.0', category: 'generic' }
  expect(describeRevocation(generic, 'revoked').message).toBe('The provider revoked the access.')
  expect(describeRevocation(generic, 'failed', 'key').message).toBe(
    `The provider has not confirmed that it revoked the key. Stepkey tries again for ${REVOCATION_DAYS} days. Home shows it until then.`,
  )
})
