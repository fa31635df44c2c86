import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, options, sshHostKey, sshKey } from '../driver-fields.ts'
import { secret, text } from '../fields.ts'

const user = text({
  label: 'User',
  help: 'A dedicated user for integrations, with only the folders it needs.',
})

export default defineComponent({
  id: 'sftp',
  title: 'SFTP',
  description: 'Files on a server, over SSH',
  category: 'files',
  aliases: ['sftp', 'ssh', 'scp', 'file transfer', 'upload', 'download'],
  docsUrl: 'https://man.openbsd.org/sftp',
  icon: 'sftp',
  methods: {
    password: {
      title: 'User and password',
      fields: z.object({
        ...address('sftp.example.com', 22),
        user,
        password: secret({ label: 'Password', help: 'The password of this user.' }),
        ...sshHostKey,
      }),
      place: [],
      verify: { driver: 'sftp', map: options('host', 'port', 'user', 'password', 'hostKey') },
    },
    privateKey: {
      title: 'Private key',
      fields: z.object({
        ...address('sftp.example.com', 22),
        user,
        ...sshKey,
        ...sshHostKey,
      }),
      place: [],
      verify: {
        driver: 'sftp',
        map: options('host', 'port', 'user', 'privateKey', 'passphrase', 'hostKey'),
      },
    },
  },
})
