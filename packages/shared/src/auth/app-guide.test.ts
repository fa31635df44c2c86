import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { catalog } from '../catalog/index.ts'
import { type AppGuide, asksConsent, type Component, needsApp } from '../component.ts'
import { secret, text } from '../fields.ts'
import { appGuideOf, appMethodOf, parseClientFile, requestedScopes } from './app-guide.ts'
import { renderTemplate } from './template.ts'

const guided = Object.values<Component>(catalog).filter(({ methods }) =>
  Object.values(methods).some(needsApp),
)

describe.each(guided.map((component) => [component.id, component] as const))(
  'the guide for an OAuth app of [%s]',
  (_, component) => {
    const guide = appGuideOf(component)

    it('consists of sentences, links to a page, and has the redirect URL to copy once', () => {
      expect(guide.page.url).toMatch(/^https:\/\//)
      for (const sentence of [...guide.steps.map((step) => step.text), ...(guide.notes ?? [])])
        expect(sentence).toMatch(/^\p{Lu}.*[.]$/u)
      expect(guide.steps.filter(({ copy }) => copy === 'redirectUrl')).toHaveLength(1)
    })

    it('has scopes to copy only if the method requests scopes', () => {
      const scopes = requestedScopes(appMethodOf(component) ?? { token: undefined, fields: z.object({}) })
      const isShown = guide.steps.some(({ copy }) => copy === 'scopes')
      if (isShown) expect(scopes).not.toEqual([])
    })

    it('names all scopes that are requested if nothing is changed in the form', () => {
      for (const method of Object.values(component.methods).filter(needsApp)) {
        if (!asksConsent(method.token)) continue
        const withDefaults = Object.fromEntries(
          Object.entries(method.fields.shape).map(([name, field]) => [name, field.safeParse(undefined).data]),
        )
        const rendered = renderTemplate(method.token.scope ?? '', withDefaults).split(/[ ,]+/)
        const complete = rendered.filter((scope) => scope !== '' && !scope.startsWith('https:///'))
        expect(requestedScopes(method)).toEqual(complete)
      }
    })
  },
)

it('shows the scopes that were chosen in the form', () => {
  const method = catalog.slack.methods.oauth
  expect(requestedScopes(method)).toEqual(['chat:write', 'channels:read'])
  expect(requestedScopes(method, { scopes: ['users:read'] })).toEqual(['users:read'])
})

it('leaves out a scope that contains a field without a value', () => {
  const method = catalog['dynamics-365'].methods.oauth
  expect(requestedScopes(method)).toEqual(['openid', 'offline_access'])
  expect(requestedScopes(method, { host: 'a.crm.dynamics.com' })).toContain(
    'https://a.crm.dynamics.com/user_impersonation',
  )
})

it('is for the chosen method if it needs an app, otherwise for the first that does', () => {
  const { slack } = catalog
  expect(appMethodOf(slack, 'userOauth')).toBe(slack.methods.userOauth)
  expect(appMethodOf(slack, 'token')).toBe(slack.methods.oauth)
  expect(appMethodOf(catalog.petstore)).toBeUndefined()
})

describe('the client file of Google', () => {
  const redirectUrl = 'https://stepkey.example.com/oauth/callback'
  const client = { client_id: '1-a.apps.googleusercontent.com', client_secret: 'GOCSPX-0123' }
  const guide = appGuideOf(catalog.gmail)
  const fields = z.object({
    clientId: text({ label: 'Client ID' }),
    clientSecret: secret({ label: 'Client secret' }).optional(),
  })
  const read = (file: unknown, ofGuide: AppGuide = guide) =>
    parseClientFile(ofGuide, fields, { text: JSON.stringify(file, null, 2), redirectUrl })

  it('fills in the client ID and the client secret', () => {
    expect(read({ web: { ...client, redirect_uris: ['https://a.example', redirectUrl] } })).toEqual({
      values: { clientId: client.client_id, clientSecret: client.client_secret },
    })
  })

  it.each([[{ redirect_uris: ['https://a.example'] }], [{}], [{ redirect_uris: `${redirectUrl}/x` }]])(
    'gives a remark if it does not list the redirect URL: %o',
    (more) => {
      expect(read({ web: { ...client, ...more } })).toEqual({
        values: { clientId: client.client_id, clientSecret: client.client_secret },
        remark: expect.stringContaining('does not have the redirect URL of this Stepkey yet'),
      })
    },
  )

  it('is refused if it belongs to a desktop client or a service account', () => {
    expect(read({ installed: client })).toEqual({ refusal: expect.stringContaining('“Web application”') })
    expect(read({ type: 'service_account', private_key: 'x' })).toEqual({
      refusal: expect.stringContaining('service account'),
    })
  })

  it('is any other text if it has no client, or the provider has no such file', () => {
    expect(read({ other: 1 })).toBeUndefined()
    expect(read({ web: client }, appGuideOf(catalog.github))).toBeUndefined()
    expect(parseClientFile(guide, fields, { text: client.client_id, redirectUrl })).toBeUndefined()
  })
})
