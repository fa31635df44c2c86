import { scripts } from '../../script.ts'
import discord from '../discord.ts'

const token = 'MTAwMDAwMDAwMDAwMDAwMDAw.GdiscoX.stepkey-made-up-bot-token-for-tests'

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
        answer: {
          status: 200,
          json: { id: '80351110224678912', username: 'nelly', discriminator: '0', bot: true },
        },
      },
    ],
    learns: { identity: 'nelly' },
    bad: [{ status: 401, json: { message: '401: Unauthorized', code: 0 } }],
    forbidden: 'a bot may always ask who it is',
  },
})
