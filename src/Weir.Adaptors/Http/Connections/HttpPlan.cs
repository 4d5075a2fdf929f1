using System.Text.Json;
using Weir.Adaptors.Http.Answers;
using Weir.Expressions;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Adaptors.Http.Connections;

/// <summary>An application's definition, compiled once for all its connections.</summary>
internal sealed class HttpPlan
{
    private readonly ApplicationDefinition _application;
    private readonly Template _base;
    private readonly Template? _account;
    private readonly Template? _requests;
    private readonly Template? _per;
    private readonly Template _test;
    private readonly List<(string Name, Template Value)> _headers = [];

    public HttpPlan(ApplicationDefinition application)
    {
        _application = application;
        Http = application.Http
            ?? throw new ArgumentException($"The application {application.Key} does not speak HTTP.", nameof(application));

        // What a user gives for {{subdomain}} cannot become another host of an address that is not checked.
        _base = Template.Parse(Http.BaseUri, Http.Trusted ? Place.Query : Place.Text);
        _account = Http.Account is { } account ? Template.Parse(account) : null;
        _requests = Http.Limits.Bucket is { } bucket ? Template.Parse(bucket.Requests) : null;
        _per = Http.Limits.Bucket is { } per ? Template.Parse(per.Per) : null;
        _test = Template.Parse(Http.Test.Get);
        foreach (var (name, value) in Http.Headers)
        {
            _headers.Add((name, Template.Parse(value, Place.Header)));
        }

        SignIn = new SignInPlan(Http.Auth);
        Words = new FaultWords(Http.Faults);
        Rules = new AnswerRules(Http.Faults.Answers);
        Test = new TestPlan(Http.Test);
    }

    public HttpDefinition Http { get; }

    /// <summary>The operator himself gave the base address: its origin may be called wherever it is.</summary>
    public bool IsTrusted => Http.Trusted;

    public SignInPlan SignIn { get; }

    public FaultWords Words { get; }

    /// <summary>Failures in answers whose status is good.</summary>
    public AnswerRules Rules { get; }

    public TestPlan Test { get; }

    /// <summary>Who makes the connection says what its test asks for.</summary>
    public bool AsksWhereItIsTold => !_test.IsConstant;

    /// <summary>The base address. A refusal when the settings give none, or one where the secrets may not go.</summary>
    public Uri BaseOf(JsonElement settings)
    {
        var text = Text(_base, settings).Trim();
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.IdnHost.Length == 0)
        {
            throw Refuse("The settings give no base address: it must begin with https:// or http:// and a host.");
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw Refuse("The base address may not hold a user name, a query or a fragment.");
        }

        // Promise 5
        return IsTrusted || Http.AllowedHosts.Count == 0 || IsAllowed(uri.IdnHost.TrimEnd('.'))
            ? uri
            : throw Refuse($"{uri.Host} is not a host of {_application.Name}.", ErrorCodes.AddressRefused);
    }

    /// <summary>Application and account; the origin of the base address where the definition names no account.</summary>
    public string BudgetKeyOf(JsonElement settings, Uri baseUri) =>
        $"{_application.Key}:{(_account is null ? Origin.Of(baseUri) : Text(_account, settings))}";

    /// <summary>The bucket's size and time; both null where the settings leave one empty.</summary>
    public (int? Requests, TimeSpan? Per) BucketOf(JsonElement settings)
    {
        if (_requests is null || _per is null)
        {
            return (null, null);
        }

        var requests = Text(_requests, settings).Trim();
        var per = Text(_per, settings).Trim();
        if (requests.Length == 0 || per.Length == 0)
        {
            return (null, null);
        }

        return int.TryParse(requests, out var count) && count > 0 && Duration.TryParse(per, out var time)
            ? (count, time)
            : throw Refuse("The rate limit must be a whole number of requests from 1 and a time above 0.");
    }

    /// <summary>The path of the request that tests a connection, as the settings give it.</summary>
    public string TestPathOf(JsonElement settings) => Text(_test, settings).Trim();

    public IReadOnlyList<KeyValuePair<string, string>> HeadersOf(JsonElement settings)
    {
        if (_headers.Count == 0)
        {
            return [];
        }

        var headers = new List<KeyValuePair<string, string>>(_headers.Count);
        foreach (var (name, value) in _headers)
        {
            headers.Add(new(name, Text(value, settings)));
        }

        return headers;
    }

    private static string Text(Template template, JsonElement settings) => template.RenderText(settings, Variables.None);

    private bool IsAllowed(string host)
    {
        foreach (var pattern in Http.AllowedHosts)
        {
            var isMatch = pattern.StartsWith("*.", StringComparison.Ordinal)
                ? host.Length > pattern.Length - 1 && host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
                : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
            if (isMatch)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Names the form's field that the base address is made of.</summary>
    private RefusalException Refuse(string message, string code = ErrorCodes.Validation)
    {
        foreach (var field in _application.Form)
        {
            if (_base.Text.Contains("{{" + field.Field, StringComparison.Ordinal))
            {
                return RefusalException.Invalid($"settings.{field.Field}", message, code);
            }
        }

        return RefusalException.Invalid("settings", message, code);
    }
}
