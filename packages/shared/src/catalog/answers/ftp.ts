import { scripts } from '../../provider-script.ts'
import ftp from '../ftp.ts'

export default scripts(ftp, {
  password: {
    driver: 'ftp',
    values: { host: 'ftp.example.com', user: 'stepkey', password: 'correct horse battery' },
  },
})
