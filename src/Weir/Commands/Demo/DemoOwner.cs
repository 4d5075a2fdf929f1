using System.Security.Cryptography;
using Weir.Hosting;
using Weir.Model;

namespace Weir.Commands.Demo;

/// <summary>Somebody who may do everything in the demo's own server, with another password each time.</summary>
internal static class DemoOwner
{
    private const string Email = "owner@demo.example";
    private const int PasswordLength = 16;

    public static OwnerOption New() =>
        new(Email, new Secret(RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", PasswordLength)));
}
