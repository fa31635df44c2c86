import { Id } from '@stepkey/shared/inputs'
import { CreateOAuthApp } from '@stepkey/shared/oauth'
import { asked, type Command, UsageProblem } from './command.ts'
import { table } from './help.ts'
import { atWork } from './open.ts'
import { readSecret } from './password.ts'

/** Loaded when it is needed: it brings the whole catalogue along, and the other commands have no use for that. */
const operator = () => import('../../domains/oauth/operator-oauth-apps.ts')

export const listOAuthApps: Command = {
  name: 'oauth-apps list',
  summary: 'Lists the OAuth apps that are there for every workspace',
  options: {},
  async run({ config }) {
    const { listSharedOAuthApps } = await operator()
    const apps = await atWork(config, listSharedOAuthApps)
    const rows = apps.map((app) => [app.id, app.componentId, app.name, app.clientId, String(app.hidden)])
    return {
      lines:
        apps.length === 0
          ? ['There are no OAuth apps for every workspace.']
          : [table([['ID', 'COMPONENT', 'NAME', 'CLIENT ID', 'CREDENTIALS'], ...rows])],
      json: {
        items: apps.map(({ credentials: _, hidden, ...app }) => ({ ...app, credentialCount: hidden })),
      },
    }
  },
}

export const addOAuthApp: Command = {
  name: 'oauth-apps add',
  summary: 'Adds an OAuth app for every workspace, so that people can connect without one of their own',
  details:
    'The client secret is asked for without being shown; when the standard input is not a terminal, its first line is taken.',
  argument: { name: 'COMPONENT', required: true, help: 'the id of the component, for example google-drive' },
  options: {
    'client-id': { value: 'ID', required: true, help: 'the client ID that the vendor gave you' },
    name: { value: 'NAME', help: 'how people see it; “Stepkey” unless given' },
  },
  async run({ config, argument, options }) {
    const app = asked(CreateOAuthApp.omit({ clientSecret: true }), {
      componentId: argument,
      clientId: options['client-id'],
      name: options.name ?? 'Stepkey',
    })
    const clientSecret = await readSecret('client secret')
    const { addSharedOAuthApp } = await operator()
    const id = await atWork(config, (ctx) => addSharedOAuthApp(ctx, { ...app, clientSecret }))
    return {
      lines: [
        `Everybody can connect ${app.componentId} now. The redirect address to register is ${config.publicUrl}/oauth/callback.`,
        `The id of the app is ${id}.`,
      ],
      json: { id, ...app },
    }
  },
}

export const removeOAuthApp: Command = {
  name: 'oauth-apps remove',
  summary: 'Removes an OAuth app for every workspace, if no credential depends on it',
  argument: { name: 'ID', required: true, help: 'the id of the app, as `stepkey oauth-apps list` tells it' },
  options: {},
  async run({ config, argument }) {
    const id = Id.safeParse(argument)
    if (!id.success)
      throw new UsageProblem('This is not the id of an app. `stepkey oauth-apps list` tells the ids.')
    const { removeSharedOAuthApp } = await operator()
    const result = await atWork(config, (ctx) => removeSharedOAuthApp(ctx, id.data))
    const isGone = result.outcome === 'deleted'
    return {
      lines: [
        isGone
          ? `The OAuth app ${id.data} is gone.`
          : `Credentials that were connected through this app: ${result.hidden}. Nothing was changed. They have to be connected through another app first.`,
      ],
      json: isGone ? result : { outcome: result.outcome, credentialCount: result.hidden },
      failed: !isGone,
    }
  },
}
