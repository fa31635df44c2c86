import { scripts } from '../../provider-script.ts'
import imap from '../imap.ts'

export default scripts(imap, {
  password: {
    driver: 'imap',
    values: { host: 'imap.example.com', user: 'stepkey@example.com', password: 'abcd efgh ijkl mnop' },
  },
})
