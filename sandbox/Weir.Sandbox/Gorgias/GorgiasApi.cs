using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// The API's front: sign-in, the account's limits, routes, and errors in the API's own form. The resources answer the
/// rest.
/// </summary>
internal sealed class GorgiasApi : IAnswerer
{
    private const int KeyCalls = 40;
    private const int AppCalls = 80;

    /// <summary>What an account without a limit tells: a client that keeps to the header need not wait.</summary>
    private const int CallsWithoutLimit = 1_000_000;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    private readonly Desk _desk;
    private readonly DeskMover _mover;
    private readonly CursorBook _cursors;
    private readonly RouteTable _routes;
    private readonly LeakyBucket _ofKeys;
    private readonly LeakyBucket _ofApps;
    private readonly byte[] _basic;
    private readonly byte[] _bearer;
    private readonly int _seed;
    private int _requests;

    public GorgiasApi(Desk desk, DeskMover mover, CursorBook cursors, GorgiasSandboxOptions options)
    {
        (_desk, _mover, _cursors) = (desk, mover, cursors);
        _seed = options.Seed;
        _basic = Encoding.UTF8.GetBytes($"{options.Username}:{options.Password}");
        _bearer = Encoding.UTF8.GetBytes(options.Password);
        _ofKeys = new LeakyBucket(options.RateLimit ? KeyCalls : CallsWithoutLimit, Window, options.RateLimit, options.Time);
        _ofApps = new LeakyBucket(options.RateLimit ? AppCalls : CallsWithoutLimit, Window, options.RateLimit, options.Time);
        _routes = new RouteTable(Routes);
    }

    /// <summary>Everything that the sandbox answers.</summary>
    public static IReadOnlyList<GorgiasRoute> Routes { get; } =
    [
        .. AccountResource.Routes,
        .. CustomersResource.Routes,
        .. TicketsResource.Routes,
        .. TicketTagsResource.Routes,
        .. FieldValuesResource.Routes,
        .. MessagesResource.Routes,
        .. EventsResource.Routes,
        .. TagsResource.Routes,
        .. UsersResource.Routes,
        .. TeamsResource.Routes,
        .. ViewsResource.Routes,
        .. ViewItemsResource.Routes,
        .. RulesResource.Routes,
        .. MacrosResource.Routes,
        .. IntegrationsResource.Routes,
        .. SurveysResource.Routes,
        .. JobsResource.Routes,
        .. CustomFieldsResource.Routes,
        .. WidgetsResource.Routes,
        .. VoiceResource.Routes,
        .. SearchResource.Routes,
        .. StatisticsResource.Routes,
    ];

    public void Recognise(Incoming request)
    {
        var (_, pattern, ids) = _routes.Find(request.Path, request.Method);
        request.Route = pattern is null ? "other" : $"{request.Method} {pattern}";
        request.SubjectIds = ids;
    }

    public void Answer(Incoming request, Reply reply)
    {
        try
        {
            var bucket = SignIn(request);
            var waitSeconds = bucket.Take();
            AddLevel(reply, bucket);
            if (waitSeconds > 0)
            {
                reply.Headers.Add(new("Retry-after", waitSeconds.ToString()));
                throw new GorgiasProblem(429, "Too many requests.");
            }

            Dispatch(request, reply);
        }
        catch (GorgiasProblem problem)
        {
            reply.ClearBody();
            problem.Write(reply);
        }
        catch (Exception e)
        {
            // A defect of the sandbox: it should be seen by whoever runs the test.
            reply.ClearBody();
            new GorgiasProblem(500, e.ToString()).Write(reply);
        }
    }

    public void WriteError(Reply reply, int status) => new GorgiasProblem(status, status switch
    {
        401 => "Unauthorized.",
        403 => "You do not have enough permissions to perform this action.",
        404 => "Resource not found.",
        409 => "The resource already exists.",
        429 => "Too many requests.",
        503 => "An external service had an issue.",
        _ => "Something went wrong.",
    }).Write(reply);

    public void RefuseCursor(Reply reply)
    {
        reply.ClearBody();
        GorgiasProblem.Cursor().Write(reply);
    }

    public void AddHeaders(Reply reply)
    {
        if (!reply.Headers.Exists(header => header.Key == "X-Gorgias-Account-Api-Call-Limit"))
        {
            AddLevel(reply, _ofKeys);
        }

        var dice = new Dice(_seed, DiceKind.Account, Interlocked.Increment(ref _requests));
        reply.Headers.Add(new("x-request-id", $"{dice.Next():x16}{dice.Next():x16}"));
        reply.Headers.Add(new("x-gorgias-release", "sandbox"));
    }

    public void Move(DeskChange change) => _mover.Apply(change);

    private static void AddLevel(Reply reply, LeakyBucket bucket) =>
        reply.Headers.Add(new("X-Gorgias-Account-Api-Call-Limit", bucket.Level()));

    private void Dispatch(Incoming request, Reply reply)
    {
        var (route, pattern, texts) = _routes.Find(request.Path, request.Method);
        if (route is null)
        {
            throw pattern is null ? GorgiasProblem.NotFound() : GorgiasProblem.MethodNotAllowed();
        }

        var ids = new long[texts.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            if (!long.TryParse(texts[i], System.Globalization.NumberStyles.None, null, out ids[i]) || ids[i] > route.IdMax)
            {
                throw GorgiasProblem.NotFound();
            }
        }

        if (request.HasCursor && _cursors.IsExpired(request.Request.Query["cursor"].ToString()))
        {
            throw GorgiasProblem.Cursor();
        }

        _desk.Settle();
        route.Handle(new GorgiasRequest(request, reply, _desk, new QueryReader(request.Request.Query), ids, _cursors));
    }

    /// <summary>Answers the bucket that the kind of sign-in draws from.</summary>
    private LeakyBucket SignIn(Incoming request)
    {
        var header = request.Request.Headers.Authorization;
        if (Credentials(header, "Basic ") is { } basic)
        {
            var bytes = new byte[basic.Length];
            if (Convert.TryFromBase64String(basic, bytes, out var length) && Equal(bytes.AsSpan(0, length), _basic))
            {
                return _ofKeys;
            }
        }
        else if (Credentials(header, "Bearer ") is { } bearer && Equal(Encoding.UTF8.GetBytes(bearer), _bearer))
        {
            return _ofApps;
        }

        throw new GorgiasProblem(401, "Unauthorized: the credentials are missing or wrong.");
    }

    private static string? Credentials(StringValues header, string scheme) =>
        header.Count == 1 && header[0] is { } text && text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? text[scheme.Length..].Trim()
            : null;

    private static bool Equal(ReadOnlySpan<byte> given, byte[] right) =>
        CryptographicOperations.FixedTimeEquals(given, right);
}
