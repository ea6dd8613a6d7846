using Lottery.Api.Http.Failures;
using Lottery.ServiceDefaults.Shutdown;

namespace Lottery.Api.Http.Protection;

/// <summary>What stands between the network and the product: addresses, origins, sizes, numbers and times.</summary>
internal static class Protection
{
    public static void AddProtection(this WebApplicationBuilder builder)
    {
        builder.AddForwardedAddresses();
        builder.AddCrossOrigin();
        builder.AddAdmission();
        builder.AddRequestTime();
        builder.AddRateLimits();
        builder.Services.Configure<ShutdownOptions>(o => o.AnswerRefusedRequest = context =>
        {
            // The request was turned away before it came to the middleware that does this for the others.
            SecurityHeaders.Apply(context);
            CrossOrigin.Apply(context);
            return Problems.Write(context, Problems.ShuttingDown);
        });
    }

    /// <summary>Before anything that may fail, so that every answer has its headers.</summary>
    public static void UseOuterProtection(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use((context, next) =>
        {
            SecurityHeaders.Apply(context);
            return next(context);
        });
    }

    /// <summary>After routing, because some operations are measured otherwise, and before authentication.</summary>
    public static void UseInnerProtection(this WebApplication app)
    {
        app.UseCors(CrossOrigin.Policy);
        app.UseMiddleware<Admission>();
        app.UseRequestTimeouts();
    }
}
