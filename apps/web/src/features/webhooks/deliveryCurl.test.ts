import { execFileSync } from 'node:child_process'
import type { DeliveryDetail } from '@stepkey/shared/webhook'
import { expect, it } from 'vitest'
import { deliveryCurl } from './deliveryCurl.ts'

it('passes URL and payload unchanged through a shell, without timestamp and signature', () => {
  const payload = JSON.stringify({ name: `It's "$HOME" \`id\` \\ $(id) !!` })
  const url = 'https://hooks.example/a?b={1,2}&c=[x]'
  const command = deliveryCurl(url, {
    eventId: 'event',
    request: { headers: [{ name: 'webhook-signature', value: null }], payload },
  } as DeliveryDetail)
  const printArguments = `curl() { printf '%s\\n' "$@"; }; ${command}`
  expect(execFileSync('sh', ['-c', printArguments], { encoding: 'utf8' }).trimEnd().split('\n')).toEqual([
    '--globoff',
    '--request',
    'POST',
    url,
    '--header',
    'content-type: application/json',
    '--header',
    'webhook-id: event',
    '--data-raw',
    payload,
  ])
})
