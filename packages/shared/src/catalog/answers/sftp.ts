import { scripts } from '../../provider-script.ts'
import sftp from '../sftp.ts'

export default scripts(sftp, {
  password: {
    driver: 'sftp',
    values: {
      host: 'sftp.example.com',
      user: 'stepkey',
      password: 'correct horse battery',
      hostKey: '256 SHA256:uNiVztksCsDhcc0u9e8BrrZMkR1tNLZDSIQW7KNVnfQ sftp.example.com (ED25519)',
    },
  },
  privateKey: {
    driver: 'sftp',
    values: {
      host: 'sftp.example.com',
      user: 'stepkey',
      privateKey: '-----BEGIN OPENSSH PRIVATE KEY-----\nZXhhbXBsZQ==\n-----END OPENSSH PRIVATE KEY-----',
      passphrase: 'correct horse',
      hostKey:
        'sftp.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
    },
  },
})
