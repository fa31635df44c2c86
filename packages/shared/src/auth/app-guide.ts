import { type AppGuide, asksConsent, type Component, type Method, needsApp } from '../component.ts'
import { atPointer } from './classify-response.ts'
import { type PastedText, parsePastedText } from './pasted-text.ts'
import { renderTemplate, templateFields } from './template.ts'

type GuidedComponent = Pick<Component, 'title' | 'docsUrl' | 'methods' | 'appGuide'>

/** Returns how users register an OAuth app: the guide of the component, or one that its definition implies. */
export function appGuideOf(component: GuidedComponent): AppGuide {
  const { title, docsUrl, methods, appGuide } = component
  if (appGuide) return appGuide
  const apps = Object.values(methods).filter(needsApp)
  const hasScopes = apps.some(({ token }) => asksConsent(token) && token.scope !== undefined)
  return {
    page: { title: `${title} documentation`, url: docsUrl },
    steps: [
      {
        text: `In the developer settings of ${title}, create an OAuth app. The documentation says where to find them.`,
      },
      {
        text: 'Enter this redirect URL. Some providers call it the callback URL or redirect URI.',
        copy: 'redirectUrl',
      },
      ...(hasScopes
        ? [
            {
              text: 'If the app lists scopes or permissions, allow it these.',
              copy: 'scopes' as const,
            },
          ]
        : []),
      { text: 'Copy the client ID and the client secret of the app, and enter them below.' },
    ],
  }
}

/** How users register the client of a credential that has its own, with a provider that they enter. */
export const ownClientSteps: AppGuide['steps'] = [
  {
    text: 'In the settings of the provider, create an OAuth client for a web application. Enter this redirect URL.',
    copy: 'redirectUrl',
  },
  { text: 'If the client lists scopes, allow it these.', copy: 'scopes' },
  { text: 'Copy its client ID and its client secret, and enter them above.' },
]

/** Returns the method that an OAuth app is registered for: the given one if it needs an app, or else the first one. */
export function appMethodOf({ methods }: Pick<Component, 'methods'>, methodId?: string): Method | undefined {
  const chosen = methodId === undefined ? undefined : methods[methodId]
  return chosen && needsApp(chosen) ? chosen : Object.values(methods).find(needsApp)
}

/**
 * Returns the scopes that a method requests from the provider, in their order.
 * @param values the values of a credential; for those that are absent, the defaults of the fields apply
 */
export function requestedScopes(
  { token, fields }: Pick<Method, 'token' | 'fields'>,
  values: Record<string, unknown> = {},
): string[] {
  if (!asksConsent(token)) return []
  const all = { ...defaultsOf(fields), ...values }
  // A scope that contains a field without a value, such as the address of an account, is not known yet.
  const isKnown = (scope: string) =>
    templateFields(scope).every((field) => (field.split('.')[0] ?? field) in all)
  const known = (token.scope ?? '').split(' ').filter(isKnown)
  const requested = renderTemplate(known.join(' '), all).split(/[\s,]+/)
  return [...new Set(requested)].filter((scope) => scope !== '')
}

/** Returns the values of a new credential in which nothing was entered: the fields that have a default. */
export const defaultsOf = ({ shape }: Method['fields']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(shape).flatMap(([name, field]) => {
      const { data } = field.safeParse(undefined)
      return data === undefined ? [] : [[name, data]]
    }),
  )

/**
 * Reads a pasted client file of the provider. Returns undefined for any other text, and a remark if the client does not
 * have the redirect URL of Stepkey yet.
 * @param fields the fields `clientId` and `clientSecret`
 */
export function parseClientFile(
  { file }: AppGuide,
  fields: Method['fields'],
  { text, redirectUrl }: { text: string; redirectUrl: string },
): (PastedText & { remark?: string }) | undefined {
  if (!file) return undefined
  const pasted = parsePastedText({ fields, paste: file.paste }, text)
  if (!pasted || 'refusal' in pasted || !file.redirectUrls) return pasted
  const registered = atPointer(JSON.parse(text), file.redirectUrls)
  const isRegistered = Array.isArray(registered) && registered.includes(redirectUrl)
  return isRegistered
    ? pasted
    : {
        ...pasted,
        remark:
          'According to the file, the client does not have the redirect URL of this Stepkey yet. Add it at the provider; you need no new file.',
      }
}
