using Weir.Adaptors.Http.Masking;
using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Expressions;

namespace Weir.Adaptors.Http.Connections;

/// <summary>What all requests of a connection share, computed once for each snapshot of it.</summary>
internal sealed class HttpTarget
{
    private readonly ConnectionSnapshot _connection;
    private readonly string _baseText;
    private readonly Lazy<(SignIn SignIn, SecretMask Mask)> _signIn;

    /// <summary>The last path without a query, and its address: an import mostly sends all its records to one.</summary>
    private Tuple<string, Uri>? _last;

    /// <summary>A refusal when the settings give no address.</summary>
    public HttpTarget(ConnectionSnapshot connection, HttpPlan plan)
    {
        _connection = connection;
        Plan = plan;
        using var settings = SettingsRecord.Of(connection);
        Base = plan.BaseOf(settings.RootElement);
        _baseText = Base.AbsoluteUri.TrimEnd('/');
        var (requests, per) = plan.BucketOf(settings.RootElement);
        Budget = new Budget(plan.BudgetKeyOf(settings.RootElement, Base), requests, per)
        {
            HeadroomPercent = plan.Http.HeadroomPercent,
        };
        Headers = plan.HeadersOf(settings.RootElement);
        TestPath = plan.TestPathOf(settings.RootElement);
        _signIn = new Lazy<(SignIn, SecretMask)>(MakeSignIn);
    }

    public HttpPlan Plan { get; }

    public Uri Base { get; }

    public Budget Budget { get; }

    /// <summary>Sent with every request to the base address's origin.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    public string TestPath { get; }

    public SignIn SignIn => _signIn.Value.SignIn;

    public SecretMask Mask => _signIn.Value.Mask;

    /// <summary>
    /// The call's address; null where there is none, or the application gave one on another host for the next page. A next address on the
    /// same host that names http where the base address is https is asked for over https: applications behind a proxy
    /// give such addresses.
    /// </summary>
    public Uri? Resolve(HttpCall call)
    {
        var own = AddressOf(call);
        if (own is null || call.Next is null)
        {
            return own;
        }

        if (!Uri.TryCreate(own, call.Next, out var next) || next.UserInfo.Length > 0)
        {
            return null;
        }

        if (next.Scheme == Uri.UriSchemeHttp && Base.Scheme == Uri.UriSchemeHttps && next.IsDefaultPort && Base.IsDefaultPort)
        {
            next = new UriBuilder(next) { Scheme = Uri.UriSchemeHttps, Port = 443 }.Uri;
        }

        return Origin.Same(next, Base) ? next : null;
    }

    private Uri? AddressOf(HttpCall call)
    {
        if (call.Query.Length == 0 && _last is var (path, known) && ReferenceEquals(path, call.Path))
        {
            return known;
        }

        var address = call.Path.Length == 0 ? Base.AbsoluteUri : _baseText + call.Path;
        if (!Uri.TryCreate(call.Query.Length == 0 ? address : $"{address}?{call.Query}", UriKind.Absolute, out var own))
        {
            return null;
        }

        if (call.Query.Length == 0)
        {
            _last = Tuple.Create(call.Path, own);
        }

        return own;
    }

    private (SignIn, SecretMask) MakeSignIn()
    {
        using var settings = SettingsRecord.WithSecrets(_connection);
        SignIn signIn;
        try
        {
            signIn = Plan.SignIn.Of(settings.RootElement);
        }
        catch (EvaluationException)
        {
            // Its message may hold the value.
            signIn = SignIn.Wrong("The sign-in cannot be made of these settings.");
        }

        return (signIn, new SecretMask(_connection, signIn.Credential));
    }
}
