import {
  CONSENT,
  CONSENT_BASIC,
  type ScriptedAnswer,
  type ScriptedRequest,
  scripts,
} from '../../provider-script.ts'
import discord from '../discord.ts'

const token = 'MTAwMDAwMDAwMDAwMDAwMDAw.GdiscoX.stepkey-made-up-bot-token-for-tests'

const identityResponse: ScriptedAnswer = {
  status: 200,
  json: { id: '80351110224678912', username: 'nelly', discriminator: '0', bot: true },
}
const bad: ScriptedAnswer[] = [{ status: 401, json: { message: '401: Unauthorized', code: 0 } }]
const forbidden = 'every bot can read its own record'

const grantedToken = '6qrZcUqjaStepkeyMadeUpGrant0123'
const refreshToken = 'D43f5y0aStepkeyMadeUpRefresh012'
const tokenUrl = 'https://discord.com/api/oauth2/token'
const oauthRequest = (url: string, form: Record<string, string>): ScriptedRequest => ({
  method: 'POST',
  url,
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: CONSENT_BASIC,
  },
  form,
})

export default scripts(discord, {
  botToken: {
    source: 'https://discord.com/developers/docs/resources/user#get-current-user',
    values: { token },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://discord.com/api/v10/users/@me',
          headers: { authorization: `Bot ${token}`, 'user-agent': 'DiscordBot (Stepkey, 1)' },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'nelly' },
    bad,
    forbidden,
  },
  oauth: {
    source: 'https://discord.com/developers/docs/topics/oauth2',
    values: { scopes: ['guilds'] },
    consent: {
      authorize: {
        url: 'https://discord.com/oauth2/authorize',
        parameters: {
          response_type: 'code',
          client_id: CONSENT.clientId,
          redirect_uri: CONSENT.redirectUri,
          scope: 'identify guilds',
        },
      },
      refresh: {
        request: oauthRequest(tokenUrl, { grant_type: 'refresh_token', refresh_token: refreshToken }),
        answer: {
          status: 200,
          json: {
            access_token: '6qrZcUqjaStepkeyMadeUpRenewed01',
            token_type: 'Bearer',
            expires_in: 604800,
            refresh_token: 'D43f5y0aStepkeyMadeUpRefreshNext',
            scope: 'identify guilds',
          },
        },
      },
      revoke: {
        request: oauthRequest('https://discord.com/api/oauth2/token/revoke', { token: refreshToken }),
        answer: { status: 200, json: {} },
      },
    },
    exchanges: [
      {
        request: oauthRequest(tokenUrl, {
          grant_type: 'authorization_code',
          code: CONSENT.code,
          redirect_uri: CONSENT.redirectUri,
        }),
        answer: {
          status: 200,
          json: {
            access_token: grantedToken,
            token_type: 'Bearer',
            expires_in: 604800,
            refresh_token: refreshToken,
            scope: 'identify guilds',
          },
        },
      },
      {
        request: {
          method: 'GET',
          url: 'https://discord.com/api/v10/users/@me',
          headers: { authorization: `Bearer ${grantedToken}`, 'user-agent': 'DiscordBot (Stepkey, 1)' },
        },
        answer: identityResponse,
      },
    ],
    learns: { identity: 'nelly' },
    bad,
    forbidden: 'the scope identify is always requested',
  },
})
