using Lottery.ServiceDefaults.Redaction;

namespace Lottery.Tests.Redaction;

[TestClass]
public sealed class HiddenNameTests
{
    [TestMethod]
    [DataRow("password", "Password", "PASSWORD")]
    [DataRow("newPassword", "new_password", "passwordHash", "password-confirmation")]
    [DataRow("contrasena", "contraseña", "clave", "claveNueva", "pwd", "passwd", "PIN", "pass", "userpassword", "otp")]
    [DataRow("token", "accessToken", "refresh_token", "ACCESS-TOKEN")]
    [DataRow("tokenHash", "idToken", "fcmToken", "csrftoken", "tokens")]
    [DataRow("jwt", "apiKey", "api_key", "X-Api-Key")]
    [DataRow("apikey", "secret", "clientSecret", "JWT_ACCESS_SECRET", "privateKey")]
    [DataRow("authorization", "Proxy-Authorization", "proxyAuthorization", "auth", "cookie", "Set-Cookie", "cookies")]
    [DataRow("dsn", "SENTRY_DSN", "credentials", "connectionString", "connectionStrings", "ConnectionStrings:Lottery")]
    [DataRow("ConnectionStrings__Lottery", "DirectConnectionString", "signingKey", "bearer", "securityCode")]
    [DataRow("cardNumber", "card_number", "tarjeta", "numeroTarjeta", "cvv", "creditCard", "card", "iban")]
    [DataRow("ssn", "socialSecurityNumber", "cedula", "cédula")]
    [DataRow("cedulaCliente", "identificacion", "identification", "dni")]
    [DataRow("passport", "pasaporte", "dimex", "nationalId", "taxId")]
    [DataRow("email", "e-mail", "Email", "emailAddress", "correo", "correoElectronico", "userEmail", "mail")]
    [DataRow("phone", "phoneNumber", "printPhone", "telefono")]
    [DataRow("teléfono", "telefonoCliente", "celular", "tel", "mobileNumber")]
    [DataRow("clienteNombre", "cliente_nombre", "clientName")]
    [DataRow("client_name", "customerName", "nombreCliente", "cliente")]
    [DataRow("nombreDelCliente", "customer", "fullName", "firstName", "lastName", "apellidos", "nombreCompleto")]
    public void A_name_of_a_secret_or_of_personal_data_hides_its_value(params string[] names)
    {
        foreach (var name in names)
        {
            Assert.IsTrue(Redactor.Hides(name), name);
        }
    }

    [TestMethod]
    [DataRow("tokenCount", "passwordLength", "passwordMinLength")]
    [DataRow("minPasswordLength", "maxTokens", "tokenType", "tokenExpiresAt")]
    [DataRow("emailVerified", "phoneType", "cookieCount", "tokenLifetime", "passwordAttempts", "tipoIdentificacion")]
    [DataRow("keyId", "key", "publicKey", "idempotencyKey", "cacheKey")]
    [DataRow("name", "username", "ventanaName", "nombre", "code")]
    [DataRow("bancaId", "userId", "requestId", "sessionId")]
    [DataRow("sorteoId", "ticketNumber", "userAgent", "clientAddress", "ip")]
    [DataRow("path", "route", "status", "event", "clientType", "clientId", "total", "digits", "clientes", "operations")]
    [DataRow("shippingAddress", "opinion", "spinner", "bypass", "compass")]
    [DataRow("clavel", "telemetry", "hotel", "mailbox", "authority")]
    [DataRow("", "-", "_", "123")]
    public void Any_other_name_does_not(params string[] names)
    {
        foreach (var name in names)
        {
            Assert.IsFalse(Redactor.Hides(name), name);
        }
    }

    [TestMethod]
    public void A_name_longer_than_any_field_hides_its_value() => Assert.IsTrue(Redactor.Hides(new string('a', 129)));
}
