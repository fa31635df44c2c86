import { expect, it } from 'vitest'
import { renderBaseUrl } from '../auth/request.ts'
import { renderTemplate } from '../auth/template.ts'
import type { Component } from '../component.ts'
import { catalog } from './index.ts'

/** The base URLs that depend on a region or an account, beside the ones in the documented answers. */
it.each([
  ['aws', 'accessKey', { region: 'eu-central-1' }, 'https://sts.eu-central-1.amazonaws.com/'],
  ['aws', 'accessKey', { region: 'us-gov-west-1' }, 'https://sts.us-gov-west-1.amazonaws.com/'],
  ['aws', 'accessKey', { region: 'cn-north-1' }, 'https://sts.cn-north-1.amazonaws.com.cn/'],
  ['s3', 'accessKey', { region: 'us-east-1' }, 'https://s3.us-east-1.amazonaws.com/'],
  ['s3', 'accessKey', { region: 'cn-northwest-1' }, 'https://s3.cn-northwest-1.amazonaws.com.cn/'],
  // Stored before there was a choice.
  ['clockify', 'apiKey', {}, 'https://api.clockify.me/api/v1'],
  ['clockify', 'apiKey', { region: 'api' }, 'https://api.clockify.me/api/v1'],
  ['clockify', 'apiKey', { region: 'apse2' }, 'https://apse2.clockify.me/api/v1'],
  [
    'mailchimp',
    'oauth',
    { token: { api_endpoint: 'https://us6.api.mailchimp.com' } },
    'https://us6.api.mailchimp.com/3.0',
  ],
  [
    'docusign',
    'oauth',
    { token: { baseUri: 'https://eu.docusign.net', accountId: 'fe0b61a3' } },
    'https://eu.docusign.net/restapi/v2.1/accounts/fe0b61a3',
  ],
  [
    'jira',
    'oauth',
    { token: { cloudId: '1324a887-45db' } },
    'https://api.atlassian.com/ex/jira/1324a887-45db',
  ],
  [
    'confluence',
    'oauth',
    { token: { cloudId: '1324a887-45db' } },
    'https://api.atlassian.com/ex/confluence/1324a887-45db',
  ],
  // Tokens that were granted before these methods had a lookup.
  ['mailchimp', 'oauth', { token: {} }, 'https://login.mailchimp.com/'],
  ['docusign', 'oauth', { token: {} }, 'https://account.docusign.com/'],
  ['jira', 'oauth', { token: {} }, 'https://api.atlassian.com/'],
] as const)('%s.%s sends requests for %j to %s', (id, methodId, values, address) => {
  const component: Component = catalog[id]
  expect(renderBaseUrl(component.methods[methodId] ?? {}, values).href).toBe(address)
})

it.each([
  ['api.typeform.com', 'https://api.typeform.com/oauth/token'],
  ['api.eu.typeform.com', 'https://api.typeform.com/oauth/token'],
  ['api.typeform.eu', 'https://api.typeform.eu/oauth/token'],
])('typeform accounts of %s get their tokens from %s', (server, address) => {
  expect(renderTemplate(catalog.typeform.methods.oauth.token.url, { server })).toBe(address)
})
