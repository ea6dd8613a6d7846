using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Lottery.Tests.Given;

/// <summary>What is inside a refresh token.</summary>
public static class Secrets
{
    public static string In(string refreshToken) =>
        new JsonWebToken(refreshToken).GetPayloadValue<string>("tid");

    /// <summary>What the database keeps of it.</summary>
    public static byte[] HashIn(string refreshToken) => SHA256.HashData(Encoding.UTF8.GetBytes(In(refreshToken)));
}
