import type { Messages } from '../locales.ts'

/** The findings of verifications in Spanish. */
export const esFindings: Messages['findings'] = {
  verified: {
    other: {
      message: '{target} aceptó las credenciales.',
    },
    identified: {
      message: '{target} aceptó las credenciales como {identity}.',
    },
  },
  limited: {
    other: {
      message:
        '{target} aceptó las credenciales, pero no tienen permiso para la solicitud de verificación{status}.',
      advice: 'Puede guardarlas. Si un flujo necesita más permisos, concédalos en el proveedor.',
    },
  },
  untestable: {
    other: {
      message: 'Sin probar: este componente no tiene solicitud de verificación',
    },
    explained: {
      message: 'Sin probar: {untestable}',
    },
  },
  rejected: {
    anonymous: {
      message: '{target} ignoró las credenciales y trató la solicitud como anónima.',
      advice:
        'Compruebe la dirección de correo electrónico y el token, y que el acceso con token esté activado.',
    },
    bad_login: {
      message: '{target} rechazó el nombre de usuario o la contraseña.',
      advice: 'Compruebe ambos. Las contraseñas distinguen mayúsculas y minúsculas.',
    },
    key_or_region: {
      message: '{target} rechazó las credenciales{status}.',
      advice:
        'Vuelva a copiar los valores completos. Compruebe también la región o el sitio: las credenciales de otra región o de otro sitio también se rechazan.',
    },
    account_locked: {
      message: '{target} ha bloqueado a este usuario.',
      advice:
        'Pida a un administrador del destino que lo desbloquee. Más intentos pueden prolongar el bloqueo.',
    },
    password_expired: {
      message: '{target} informa de que la contraseña ha caducado.',
      advice: 'Establezca allí una contraseña nueva.',
    },
    login_expired: {
      message: '{target} informa de que este acceso ha caducado.',
      advice: 'Pida un acceso nuevo a un administrador del destino.',
    },
    unusable_key: {
      message: 'La clave está incompleta o contiene un error tipográfico.',
      advice: 'Vuelva a copiar la clave completa.',
    },
    wrong_passphrase: {
      message: 'La frase de contraseña no desbloquea la clave privada.',
      advice: 'Introduzca la frase de contraseña que protege esta clave. No es la contraseña del usuario.',
    },
    login_needed: {
      message: '{target} exige una contraseña.',
      advice: 'Introduzca usuario y contraseña.',
    },
    client_certificate: {
      message: '{target} exige un certificado de cliente y rechazó el que recibió.',
      advice: 'Introduzca el certificado y la clave privada que se emitieron para este usuario.',
    },
    encryption_needed: {
      message: '{target} no admite este acceso por una conexión sin cifrar.',
      advice: 'Elija un cifrado distinto de «None».',
    },
    app_password_needed: {
      message: '{target} no acepta que las aplicaciones usen la contraseña de la cuenta.',
      advice: 'Cree una contraseña de aplicación en los ajustes de seguridad de la cuenta e introdúzcala.',
    },
    sign_in_disabled: {
      message: '{target} ha desactivado a este usuario o esta forma de iniciar sesión.',
      advice: 'Pida a un administrador del destino que active el acceso, o use otro método.',
    },
    address_not_admitted: {
      message: '{target} no admite la dirección de red de Stepkey para este acceso.',
      advice: 'Pida a un administrador del destino que permita la dirección de esta instalación de Stepkey.',
    },
    no_such_tenant: {
      message:
        '{target} no conoce ningún proyecto o inquilino con ese nombre, o ese usuario no existe en él.',
      advice: 'Vuelva a copiar host, usuario y base de datos de los datos de conexión del proveedor.',
    },
    no_permission: {
      message: '{target} conoce a este usuario, pero no le permite conectarse.',
      advice: 'Pida permiso para conectarse, o compruebe qué direcciones de red están permitidas.',
    },
    no_such_database: {
      message: '{target} no tiene ninguna base de datos con ese nombre.',
      advice: 'Compruebe el nombre de la base de datos.',
    },
    no_such_vhost: {
      message: '{target} no tiene ningún host virtual con ese nombre.',
      advice: 'Compruebe el host virtual.',
    },
    no_such_bucket: {
      message: '{target} no tiene ningún bucket con ese nombre.',
      advice: 'Compruebe el bucket y la región.',
    },
    no_such_entry: {
      message: '{target} aceptó el acceso, pero este usuario no ve ninguna entrada con ese nombre.',
      advice: 'Compruebe el DN base, y que este usuario pueda leerlo.',
    },
    not_connected: {
      message: 'Estas credenciales aún no están conectadas.',
      advice: 'Conéctelas en el navegador.',
    },
    disconnected: {
      message: 'Estas credenciales se desconectaron en Stepkey.',
      advice:
        'Vuelva a conectar las credenciales. Siguen siendo las mismas, así que no hay que cambiar ningún flujo.',
    },
    grant_revoked: {
      message: '{target} informa de que el acceso concedido se ha revocado o ha caducado.',
      advice:
        'Vuelva a conectar las credenciales. Siguen siendo las mismas, así que no hay que cambiar ningún flujo.',
    },
    grant_expired: {
      message: 'El acceso concedido ha caducado y no se puede renovar automáticamente.',
      advice:
        'Vuelva a conectar las credenciales. Siguen siendo las mismas, así que no hay que cambiar ningún flujo.',
    },
    refresh_interrupted: {
      message: 'Stepkey se interrumpió mientras renovaba el acceso en {target}, y se perdió el token nuevo.',
      advice:
        'Vuelva a conectar las credenciales. Siguen siendo las mismas, así que no hay que cambiar ningún flujo.',
    },
    oauth_app: {
      message: '{target} rechazó el ID de cliente o el secreto de cliente de la aplicación OAuth{status}.',
      advice:
        'Compruebe ambos y la URI de redirección registrada allí. El acceso concedido sigue siendo válido.',
    },
    grant_not_allowed: {
      message: '{target} no permite a este cliente solicitar tokens de esta forma{status}.',
      advice:
        'Active el tipo de concesión (grant type) para este cliente en el proveedor, o use un cliente del tipo adecuado.',
    },
    scope_refused: {
      message: '{target} rechazó un ámbito o la audiencia{status}. No rechazó al cliente.',
      advice: 'Compruebe los ámbitos y la audiencia, y que este cliente pueda solicitarlos.',
    },
    key_not_admitted: {
      message: '{target} no acepta esta clave para este usuario.',
      advice: 'Compruebe el nombre de usuario, y que la clave pública esté instalada allí para este usuario.',
    },
    other: {
      message: '{target} rechazó las credenciales{status}.',
      advice:
        'Vuelva a copiar los valores completos, y compruebe que no se hayan revocado ni hayan caducado.',
    },
  },
  unreachable: {
    name_not_found: {
      message: 'No hay ningún servidor llamado {target}.',
      advice:
        'Si ha introducido la dirección, compruébela. Si es correcta, pida al operador de Stepkey que compruebe la resolución de nombres (DNS).',
    },
    no_srv_record: {
      message: 'El DNS no tiene ningún registro SRV para un clúster llamado {target}.',
      advice:
        'Copie el nombre de host de la cadena que empieza por mongodb+srv://. Para servidores individuales, use el otro método.',
    },
    connection_refused: {
      message: '{target} rechazó la conexión.',
      advice: 'Compruebe la dirección y el puerto, y que el servidor esté en marcha.',
    },
    proxy_refused: {
      message: 'El proxy de salida no abrió ninguna conexión con {target}.',
      advice:
        'Compruebe la dirección. Si es correcta, pida al operador de Stepkey que la permita, con su puerto, en el proxy, o que la incluya en NO_PROXY.',
    },
    tunnel_failed: {
      message: 'El servidor SSH no pudo conectarse con {target}.',
      advice: 'Introduzca la dirección y el puerto con los que el servidor SSH llega al destino.',
    },
    tunnel_refused: {
      message: 'El servidor SSH no permite conexiones con {target}.',
      advice:
        'Pida al administrador del servidor SSH que permita a este usuario el reenvío TCP a esta dirección.',
    },
    too_many_connections: {
      message: '{target} no tiene conexiones libres.',
      advice: 'Vuelva a intentarlo más tarde.',
    },
    other: {
      message: '{target} cerró la conexión antes de responder.',
      advice: 'Compruebe la dirección y el puerto, y vuelva a intentarlo.',
    },
  },
  timeout: {
    other: {
      message: '{target} no respondió en un plazo de 10 segundos.',
      advice: 'Compruebe la dirección y los cortafuegos intermedios, o vuelva a intentarlo más tarde.',
    },
  },
  tls: {
    certificate_expired: {
      message: '{target} presenta un certificado caducado.',
      advice: 'Pida a un administrador del destino que lo renueve.',
    },
    certificate_name: {
      message: '{target} presenta un certificado emitido para otro nombre de host.',
      advice: 'Use el nombre de host para el que se emitió el certificado.',
    },
    tls_not_offered: {
      message: '{target} no ofrece una conexión cifrada.',
      advice: 'Compruebe el puerto. Si confía en la red, puede elegir otro cifrado.',
    },
    own_certificate: {
      message: 'El certificado o la clave privada que ha introducido no se puede usar.',
      advice:
        'Pegue ambos completos y compruebe que se correspondan. Una clave con frase de contraseña solo funciona si el formulario tiene un campo para esa frase.',
    },
    host_key: {
      message: '{target} presenta una clave de host distinta de la que ha introducido.',
      advice:
        'Pida la huella digital a un administrador del destino. Si la clave no ha cambiado, puede tratarse de un ataque de intermediario.',
    },
    certificate_untrusted: {
      message:
        '{target} presenta un certificado que no está firmado por una autoridad de certificación de confianza.',
      advice:
        'Use un certificado de una autoridad pública, o introduzca su propia autoridad si el formulario tiene un campo para ella.',
    },
    other: {
      message: '{target} no es accesible mediante una conexión segura.',
      advice: 'Compruebe la dirección y el puerto. Puede que el servidor no use TLS en este puerto.',
    },
  },
  blocked: {
    host_not_allowed: {
      message: '{target} no está entre los hosts a los que este componente puede enviar solicitudes.',
      advice:
        'Compruebe la dirección. Para permitir el host, pida al autor del componente que lo añada a los hosts permitidos.',
    },
    other: {
      message:
        '{target} es una dirección de una red privada. Esta instalación de Stepkey no está autorizada a conectarse a ella.',
      advice: 'Para permitirla, pida al operador de Stepkey que añada la dirección a EGRESS_ALLOW.',
    },
  },
  rate_limited: {
    other: {
      message: '{target} limita las solicitudes{status}. La verificación no es concluyente.',
      advice: 'Espere un minuto y vuelva a intentarlo.',
    },
  },
  unexpected: {
    oauth_app: {
      message: '{target} rechazó el ID de cliente o el secreto de cliente de la aplicación OAuth{status}.',
      advice:
        'Compruebe ambos y la URI de redirección registrada allí. El acceso concedido sigue siendo válido.',
    },
    redirect: {
      message:
        '{target} redirigió la solicitud a otra dirección{status}. Stepkey no sigue redirecciones, para proteger la clave.',
      advice: 'Introduzca la dirección final.',
    },
    server_error: {
      message: '{target} comunicó un error del servidor{status}. La verificación no es concluyente.',
      advice: 'Vuelva a intentarlo más tarde.',
    },
    web_page: {
      message:
        '{target} respondió con una página web en lugar de datos, por ejemplo una página de inicio de sesión o la de un proxy.',
      advice: 'Compruebe que sea la dirección de la API.',
    },
    not_found: {
      message: '{target} no encontró nada en esta dirección{status}.',
      advice: 'Compruebe todos los campos que forman la dirección, como la cuenta, el sitio o la ruta.',
    },
    too_large: {
      message: '{target} envió una respuesta mayor que la que Stepkey lee en una verificación.',
      advice: 'Elija una ruta con una respuesta más corta.',
    },
    not_this_protocol: {
      message: '{target} no usa el protocolo esperado.',
      advice: 'Compruebe el puerto.',
    },
    login_not_offered: {
      message: '{target} no ofrece esta forma de iniciar sesión.',
      advice:
        'Compruebe el puerto, el cifrado y el método de inicio de sesión. Muchos servidores solo lo ofrecen en conexiones cifradas.',
    },
    login_not_needed: {
      message: '{target} no exige iniciar sesión, así que este acceso no se ha comprobado.',
      advice:
        'Pida a un administrador del destino que exija iniciar sesión. Si el formulario lo permite, deje vacía la contraseña.',
    },
    refused_request: {
      message: '{target} no aceptó la solicitud{status}.',
      advice: 'Compruebe la dirección y todos los campos.',
    },
    wrong_account: {
      message: '{target} no tiene ninguna cuenta en esta dirección{status}.',
      advice: 'Compruebe el nombre de su sitio o cuenta en la dirección.',
    },
    wrong_region: {
      message: '{target} comunica que las credenciales pertenecen a otra región{status}.',
      advice: 'Elija la región en la que se creó la cuenta.',
    },
    wrong_clock: {
      message: '{target} rechazó la solicitud porque el reloj de este servidor de Stepkey no está en hora.',
      advice: 'Pida al operador de Stepkey que ponga el reloj en hora.',
    },
    wrong_dns_records: {
      message:
        '{target} tiene registros DNS que no son los de un clúster de MongoDB o que llevan a otro dominio.',
      advice: 'Pida al administrador del clúster que compruebe sus registros SRV y TXT.',
    },
    wrong_replica_set: {
      message: '{target} aceptó el acceso, pero no es miembro de este conjunto de réplicas.',
      advice: 'Compruebe el nombre del conjunto de réplicas: lo muestra rs.status().',
    },
    proves_nothing: {
      message:
        '{target} responde lo mismo en esta dirección sin una clave válida, así que la clave no se ha verificado.',
      advice: 'Elija una ruta de prueba que exija una clave válida.',
    },
    control_inconclusive: {
      message:
        '{target} aceptó las credenciales, pero Stepkey no pudo determinar si realmente las comprueba.',
      advice:
        'Vuelva a intentarlo en un minuto. Si el problema continúa, elija una dirección que exija las credenciales.',
    },
    cancelled: {
      message: 'La verificación se canceló.',
    },
    other: {
      message: '{target} dio una respuesta que este componente no espera{status}.',
      advice:
        'Compruebe todos los campos. Si son correctos, puede que la API haya cambiado o tenga un fallo.',
    },
  },
  theTarget: 'El destino',
}
