import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, encryption, options, protection, server, sshTunnel, viaSsh } from '../driver-fields.ts'
import { host, hosts, secret, text } from '../fields.ts'

const login = {
  user: text({
    label: 'User',
    help: 'A dedicated user for integrations, with only the rights it needs.',
  }),
  password: secret({ label: 'Password', help: 'The password of this user.' }),
}
const authSource = text({
  label: 'Authentication database',
  help: 'The database in which the user was created, called authSource in connection strings. Usually admin.',
})
const replicaSet = text({
  label: 'Replica set',
  help: 'The name of the replica set, called replicaSet in connection strings. Its members must have this name.',
  placeholder: 'rs0',
})
const paste = {
  path: 'authSource',
  parameters: { authSource: 'authSource', replicaSet: 'replicaSet' },
}

export default defineComponent({
  id: 'mongodb',
  title: 'MongoDB',
  description: 'The document database',
  category: 'database',
  aliases: ['mongo', 'atlas', 'documentdb', 'ferretdb', 'nosql', 'database', 'replica set', 'srv'],
  docsUrl: 'https://www.mongodb.com/docs/manual/core/authentication/',
  icon: 'mongodb',
  methods: {
    hosts: {
      title: 'User and password',
      fields: z.object({
        hosts: hosts({
          label: 'Hosts',
          help: 'One server, or several members of a replica set or a sharded cluster. Without a port, 27017 applies.',
          placeholder: 'db1.example.com:27017, db2.example.com:27017',
        }),
        replicaSet: replicaSet.optional(),
        ...login,
        authSource: authSource.default('admin'),
        ...protection,
        ...sshTunnel,
      }),
      place: [],
      // Without the parameter authSource, the database in the path applies.
      paste: { schemes: { mongodb: {} }, hosts: 'hosts', ...paste },
      verify: {
        driver: 'mongodb',
        map: { ...encryption, ...options('hosts', 'replicaSet', 'user', 'password', 'authSource') },
        via: viaSsh,
      },
    },
    srv: {
      title: 'User and password, mongodb+srv',
      fields: z.object({
        host: host({
          label: 'Cluster',
          help: 'The host name in the mongodb+srv:// connection string. Its DNS records list the servers.',
          placeholder: 'cluster0.ab1cd.mongodb.net',
        }),
        ...login,
        authSource: authSource.optional(),
        replicaSet: replicaSet.optional(),
        ...protection,
        ...sshTunnel,
      }),
      place: [],
      // Not the path: the TXT record of the cluster takes precedence over it.
      paste: { schemes: { 'mongodb+srv': {} }, parameters: paste.parameters },
      verify: {
        driver: 'mongodb',
        map: {
          ...encryption,
          ...options('replicaSet', 'user', 'password', 'authSource'),
          srv: '{{host}}',
        },
        via: viaSsh,
      },
    },
    password: {
      title: 'User and password, one host',
      retired: 'Use the method “User and password”, which takes one or several hosts.',
      fields: z.object({
        ...address('db.example.com', 27017),
        ...login,
        authSource: authSource.default('admin'),
        ...protection,
        ...sshTunnel,
      }),
      place: [],
      paste: { schemes: { mongodb: {} }, path: paste.path, parameters: { authSource: 'authSource' } },
      verify: {
        driver: 'mongodb',
        map: { ...server, ...options('user', 'password', 'authSource') },
        via: viaSsh,
      },
    },
  },
})
