import { Id } from '@stepkey/shared/inputs'
import { CreateOAuthApp } from '@stepkey/shared/oauth'
import { redirectUriOf } from '../../domains/oauth/redirect-uri.ts'
import { type Command, parseOptions, UsageProblem } from './command.ts'
import { table } from './help.ts'
import { withDatabase } from './open.ts'
import { readSecret } from './password.ts'

/** Loaded on demand, because it imports the whole catalog, which other commands don't need. */
const operator = () => import('../../domains/oauth/operator-oauth-apps.ts')

/** `stepkey oauth-apps list`. */
export const listOAuthApps: Command = {
  name: 'oauth-apps list',
  summary: 'Lists the OAuth apps that all workspaces can use',
  options: {},
  async run({ config }) {
    const { listSharedOAuthApps } = await operator()
    const apps = await withDatabase(config, ({ db }) => listSharedOAuthApps({ db, config }))
    const rows = apps.map((app) => [
      app.id,
      app.componentId,
      app.name,
      app.clientId,
      String(app.hidden),
      app.redirectUri,
    ])
    return {
      lines:
        apps.length === 0
          ? ['There are no OAuth apps for all workspaces.']
          : [table([['ID', 'COMPONENT', 'NAME', 'CLIENT ID', 'CREDENTIALS', 'REDIRECT URI'], ...rows])],
      json: {
        items: apps.map(({ credentials: _, hidden, ...app }) => ({ ...app, credentialCount: hidden })),
      },
    }
  },
}

/** `stepkey oauth-apps add`. */
export const addOAuthApp: Command = {
  name: 'oauth-apps add',
  summary: 'Adds an OAuth app that all workspaces can use',
  details:
    'Prompts for the client secret without showing it. If the standard input is not a terminal, reads its first line.',
  argument: { name: 'COMPONENT', required: true, help: 'the id of the component, for example google-drive' },
  options: {
    'client-id': { value: 'ID', required: true, help: 'the client ID from the provider' },
    name: { value: 'NAME', help: 'the name that users see; the default is “Stepkey”' },
    'redirect-uri': {
      value: 'URI',
      help: 'a redirect URI on your domain, which forwards to Stepkey with 308; not checked',
    },
  },
  async run({ config, argument, options }) {
    const app = parseOptions(CreateOAuthApp.omit({ clientSecret: true }), {
      componentId: argument,
      clientId: options['client-id'],
      name: options.name ?? 'Stepkey',
      redirectUri: options['redirect-uri'],
    })
    const clientSecret = await readSecret('client secret')
    const { addSharedOAuthApp } = await operator()
    const id = await withDatabase(config, (ctx) => addSharedOAuthApp(ctx, { ...app, clientSecret }))
    const callback = redirectUriOf(config)
    const redirectUri = redirectUriOf(config, app.redirectUri)
    return {
      lines: [
        `All workspaces can connect ${app.componentId} now. Register the redirect URI ${redirectUri} at the provider.`,
        ...(redirectUri === callback
          ? []
          : [`It must answer 308 with the Location ${callback} and the same query.`]),
        `The id of the OAuth app is ${id}.`,
      ],
      json: { id, ...app, redirectUri },
    }
  },
}

/** `stepkey oauth-apps remove`. */
export const removeOAuthApp: Command = {
  name: 'oauth-apps remove',
  summary: 'Removes an OAuth app, if no credential depends on it',
  argument: { name: 'ID', required: true, help: 'the id of the OAuth app, from `stepkey oauth-apps list`' },
  options: {},
  async run({ config, argument }) {
    const id = Id.safeParse(argument)
    if (!id.success)
      throw new UsageProblem('This is not an id of an OAuth app. `stepkey oauth-apps list` shows the ids.')
    const { removeSharedOAuthApp } = await operator()
    const result = await withDatabase(config, (ctx) => removeSharedOAuthApp(ctx, id.data))
    const isDeleted = result.outcome === 'deleted'
    return {
      lines: [
        isDeleted
          ? `The OAuth app ${id.data} is removed.`
          : `The OAuth app was not removed: credentials connected through it: ${result.hidden}. Connect them through another app first.`,
      ],
      json: isDeleted ? result : { outcome: result.outcome, credentialCount: result.hidden },
      failed: !isDeleted,
    }
  },
}
