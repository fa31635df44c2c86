import { describeFields, withoutSecrets } from '@stepkey/shared/schema'
import { expect, it } from 'vitest'
import { filled, kitchenSink } from '../../forms/kitchenSink.fixture.ts'
import { shownValues } from './shownValues.ts'

const fields = describeFields(kitchenSink)

it('shows values as the form labels them, and of secrets only that they are stored', () => {
  const { values, stored } = withoutSecrets(fields, filled)
  const shown = shownValues(fields, values, stored)
  const texts = Object.fromEntries(shown.map(({ path, text }) => [path, text]))
  expect(texts).toMatchObject({
    subdomain: 'acme',
    sandbox: 'Yes',
    region: 'United States',
    access: 'Read and Write',
    server: 'Own server',
    'server.host': 'db.example.com',
    'server.key': undefined,
    password: undefined,
  })
  expect(JSON.stringify(shown)).not.toMatch(/p1|p2|k1|BEGIN KEY/)
  expect(shown.find(({ path }) => path === 'password')).toEqual({ path: 'password', label: 'Password' })
})

it('leaves out fields without a value', () => {
  expect(shownValues(fields, { subdomain: 'acme' }, [])).toEqual([
    { path: 'subdomain', label: 'Subdomain', text: 'acme' },
  ])
})
