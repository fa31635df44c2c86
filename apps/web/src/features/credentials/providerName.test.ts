import { expect, it } from 'vitest'
import { describeRevocation } from './providerName.ts'

const github = { title: 'GitHub', category: 'development' }

it('says what became of an access, and what is left to do', () => {
  expect(describeRevocation(github, 'revoked')).toEqual({
    isDone: true,
    words: 'GitHub took the access back.',
  })
  expect(describeRevocation(github, 'not_offered').words).toMatch(
    /^GitHub offers no way .* in your account there/,
  )
  expect(describeRevocation(github, 'shared').words).toMatch(/^GitHub was not asked .* live by it\.$/)
  expect(describeRevocation(github, 'failed')).toMatchObject({ isDone: false })
})

it('has no name for the owner of just any API', () => {
  const generic = { title: 'OAuth 2.0', category: 'generic' }
  expect(describeRevocation(generic, 'revoked').words).toBe('The provider took the access back.')
  expect(describeRevocation(generic, 'failed').words).toContain('at the provider:')
})
