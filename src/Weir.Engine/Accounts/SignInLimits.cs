using System.Net;
using System.Net.Sockets;
using Weir.Engine.Resources;

namespace Weir.Engine.Accounts;

/// <summary>
/// How often somebody may be wrong with a password or a set-up code. Guessing must be slow, and nobody's guessing may keep
/// the right person out: the long delay is a user's in one network, all networks together cost a user a short one, and a
/// network in which the user has signed in has a short one of its own, whatever others do. In memory only, so a restart
/// forgets; whoever could restart the server needs no guessing.
/// </summary>
public sealed class SignInLimits(TimeProvider time)
{
    /// <summary>Networks with their users that are remembered; more are strange ones again, which harms nobody for long.</summary>
    private const int FamiliarMax = 10_000;

    private static readonly TimeSpan ShortDelayMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongDelayMax = TimeSpan.FromMinutes(15);

    private readonly AttemptLimiter _users = new(time, free: 5, ShortDelayMax);
    private readonly AttemptLimiter _usersInNetworks = new(time, free: 5, LongDelayMax);
    private readonly AttemptLimiter _usersInFamiliarNetworks = new(time, free: 5, ShortDelayMax);

    // Behind one address may be many people, and behind a proxy all of them: later and shorter delays.
    private readonly AttemptLimiter _addresses = new(time, free: 20, delayMax: TimeSpan.FromMinutes(1));
    private readonly AttemptLimiter _codes = new(time, free: 5, LongDelayMax);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _familiar = new(StringComparer.Ordinal);

    /// <summary>Begins to try a password, or refuses (<c>rate_limited</c>).</summary>
    /// <param name="email">Of the user, whether or not there is such a user.</param>
    /// <param name="address">Who tries; null when that is not known.</param>
    internal PasswordAttempt BeginPassword(string email, IPAddress? address)
    {
        var (user, network) = (KeyOf(email), KeyOf(address));
        var both = $"{network} {user}";
        if (IsFamiliar(both))
        {
            return new PasswordAttempt(this, both, null, [_usersInFamiliarNetworks.Begin(both)]);
        }

        var ofAddress = _addresses.Begin(network);
        var ofUser = new List<AttemptLimiter.Attempt>(2);
        try
        {
            // This machine may be a proxy, and then anybody: nobody is to be kept out for long by who shares it.
            if (address is not null && !IPAddress.IsLoopback(address))
            {
                ofUser.Add(_usersInNetworks.Begin(both));
            }

            ofUser.Add(_users.Begin(user));
        }
        catch
        {
            ofUser.ForEach(a => a.TakeBack());
            ofAddress.TakeBack();
            throw;
        }

        return new PasswordAttempt(this, both, ofAddress, ofUser);
    }

    public void BeginCode(IPAddress? address) => _codes.Begin(KeyOf(address));

    public void CodeWasRight(IPAddress? address) => _codes.Reset(KeyOf(address));

    /// <summary>One network of IPv6 is one who tries: a single machine has 2^64 addresses.</summary>
    internal static string KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    /// <summary>As the store compares addresses: no other spelling of the same one begins to count anew.</summary>
    private static string KeyOf(string email) => ResourceRow.NameKeyOf(email);

    private bool IsFamiliar(string userInNetwork)
    {
        lock (_gate)
        {
            return _familiar.Contains(userInNetwork);
        }
    }

    private void MakeFamiliar(string userInNetwork)
    {
        lock (_gate)
        {
            if (_familiar.Count >= FamiliarMax)
            {
                _familiar.Clear();
            }

            _familiar.Add(userInNetwork);
        }
    }

    /// <summary>A password that is being tried: a failure, unless one of its methods is called.</summary>
    /// <param name="limits">Where it counts.</param>
    /// <param name="userInNetwork">Who is tried from where.</param>
    /// <param name="ofAddress">What it counts for who tries; null where that is not counted.</param>
    /// <param name="ofUser">What it counts for the user.</param>
    internal sealed class PasswordAttempt(
        SignInLimits limits,
        string userInNetwork,
        AttemptLimiter.Attempt? ofAddress,
        IReadOnlyList<AttemptLimiter.Attempt> ofUser)
    {
        /// <summary>
        /// It was right, and its user may sign in. The address keeps its failures: whoever has one password must not get a
        /// free hand at others.
        /// </summary>
        public void WasRight()
        {
            limits.MakeFamiliar(userInNetwork);
            ofAddress?.TakeBack();
            foreach (var attempt in ofUser)
            {
                attempt.Reset();
            }
        }

        /// <summary>It was not tried: it counts nowhere.</summary>
        public void WasNotTried()
        {
            ofAddress?.TakeBack();
            foreach (var attempt in ofUser)
            {
                attempt.TakeBack();
            }
        }
    }
}
