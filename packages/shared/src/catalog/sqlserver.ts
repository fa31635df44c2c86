import { z } from 'zod'
import { defineComponent } from '../component.ts'
import { address, authority, options, serverName, sshTunnel, tls, viaSsh } from '../driver-fields.ts'
import { secret, text } from '../fields.ts'

export default defineComponent({
  id: 'sqlserver',
  title: 'SQL Server',
  description: 'Microsoft SQL Server and Azure SQL Database',
  category: 'database',
  aliases: ['microsoft', 'mssql', 'azure', 'tds', 'sql', 'database'],
  docsUrl: 'https://learn.microsoft.com/sql/relational-databases/security/choose-an-authentication-mode',
  icon: 'sqlserver',
  methods: {
    password: {
      title: 'SQL login and password',
      fields: z.object({
        ...address(
          'sql.example.com',
          1433,
          'A named instance (server\\name) has its own port. Ask the database administrator.',
        ),
        database: text({
          label: 'Database',
          help: 'Leave it empty for the default database of the login.',
        }).optional(),
        user: text({
          label: 'Login',
          help: 'A SQL Server login, such as flows_reader. Windows and Microsoft Entra accounts can’t be used here.',
        }),
        password: secret({ label: 'Password', help: 'The password of this login.' }),
        ...tls,
        ...authority,
        ...serverName,
        ...sshTunnel,
      }),
      place: [],
      paste: { schemes: { sqlserver: {}, mssql: {} }, path: 'database' },
      verify: {
        driver: 'sqlserver',
        map: options('host', 'port', 'database', 'user', 'password', 'tls', 'ca', 'serverName'),
        via: viaSsh,
      },
    },
  },
})
