import { describe, expect, it } from 'vitest'
import { catalog } from '../catalog/index.ts'
import type { Method } from '../component.ts'
import { allowedHostsOf, covers, hostPattern, isAllowedHost } from './allowed-hosts.ts'

it.each([
  ['https://api.acme.com', 'api.acme.com'],
  ['https://API.acme.com:8443/v1?x=1', 'api.acme.com'],
  ['http://127.0.0.1:4001', '127.0.0.1'],
  ['https://[::1]:80/x', '[::1]'],
  ['https://{{site}}.acme.com/api', '*.acme.com'],
  ['https://{{site}}-eu.acme.com', '*.acme.com'],
  ['https://api.{{region}}.acme.com:443', '*.acme.com'],
  ['{{baseUrl}}', '{{baseUrl}}'],
  ['{{baseUrl}}/v2', '{{baseUrl}}'],
  ['https://{{host}}:8080/x', '{{host}}'],
  ['https://{{server.host}}', '{{server.host}}'],
  // What follows can't be told from the text.
  ['https://{{site}}.com', undefined],
  ['https://acme.{{domain}}', undefined],
  ['https://api.acme.com{{path}}', undefined],
  ['https://{{site|suffix:.evil.example/}}.acme.com', undefined],
  ['{{token.instance_url}}', undefined],
  ['https://{{token.host}}', undefined],
  ['api.acme.com', undefined],
])('%s stands for %s', (template, pattern) => {
  expect(hostPattern(template)).toBe(pattern)
})

describe('allowed hosts', () => {
  it('are those that the addresses of a method stand for, unless the method names them', () => {
    expect(allowedHostsOf(catalog.zendesk.methods.apiToken)).toEqual(['*.zendesk.com'])
    expect(allowedHostsOf(catalog.postgresql.methods.password)).toEqual(['{{host}}', '{{ssh.host}}'])
    const named: Method = { ...catalog.zendesk.methods.apiToken, allowedHosts: ['acme.zendesk.com'] }
    expect(allowedHostsOf(named)).toEqual(['acme.zendesk.com'])
  })

  it.each([
    [['api.acme.com'], 'api.acme.com', true],
    [['API.acme.com'], 'api.acme.com', true],
    [['api.acme.com'], 'evil.example', false],
    [['*.acme.com'], 'a.b.acme.com', true],
    [['*.acme.com'], 'acme.com', false],
    [['*.acme.com'], 'evilacme.com', false],
    [['*.acme.com'], 'acme.com.evil.example', false],
    [['{{baseUrl}}'], 'shop.example', true],
    [['{{baseUrl}}'], 'evil.example', false],
    [['{{host}}'], 'db.example', true],
    [['{{missing}}'], 'shop.example', false],
    [undefined, 'anything.example', true],
    [[], 'anything.example', false],
  ])('%j and %s: %s', (allowedHosts, host, isAllowed) => {
    const values = { baseUrl: 'https://shop.example:444/x', host: 'db.example' }
    expect(isAllowedHost(allowedHosts ? { allowedHosts } : {}, host, values)).toBe(isAllowed)
  })

  it.each([
    ['api.acme.com', 'api.acme.com', true],
    ['*.acme.com', 'api.acme.com', true],
    ['*.acme.com', '*.eu.acme.com', true],
    ['*.acme.com', '*.acme.com', true],
    ['*.eu.acme.com', '*.acme.com', false],
    ['*.acme.com', 'acme.com', false],
    ['*.acme.com', '{{baseUrl}}', false],
    ['{{baseUrl}}', '{{baseUrl}}', true],
  ])('%s covers %s: %s', (allowed, pattern, isCovered) => {
    expect(covers(allowed, pattern)).toBe(isCovered)
  })
})
